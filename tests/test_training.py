"""What surrounds a training: chosen rows, validation patients, seeds, progress lines, and fills of another notebook."""

import json
import subprocess
import sys

import numpy as np
import pytest

from ecgkit import NotFilled, contracts, stubs
from ecgkit.database import TRAIN_RECORDS
from ecgkit.training import VALIDATION_RECORDS, fills_from, is_validation, spread_rows

EVALUATE = """
THRESHOLD = 0.25
def both(y_true):
    return dict.fromkeys(("accuracy", "precision", "recall", "f1"), THRESHOLD + np.float64(len(y_true)) / 100)

@fill
def evaluate(y_true, y_prob):
    return both(y_true)
"""
EMPTY = "@fill\ndef evaluate(y_true, y_prob):\n    # YOUR CODE HERE\n    raise NotImplementedError()\n"


@pytest.fixture(autouse=True)
def empty_stubs():
    contracts.clear()
    yield
    contracts.clear()


def write_notebook(path, *sources):
    """A notebook whose first cells are an import cell and a cell that must never run."""
    cells = [
        "%matplotlib inline\nimport numpy as np\nfrom ecgkit import fill",
        "raise SystemExit('a plot or a training ran')",
        *sources,
    ]
    text = [{"cell_type": "markdown", "metadata": {}, "source": ["def evaluate(y_true, y_prob): text only"]}]
    code = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": cell.splitlines(keepends=True)} for cell in cells
    ]
    path.write_text(json.dumps({"cells": text + code, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    return path


def test_validation_records_are_training_patients_by_themselves():
    train = set(TRAIN_RECORDS)
    assert set(VALIDATION_RECORDS) < train
    assert not {"201", "202"} & set(VALIDATION_RECORDS), "201 and 202 are one patient and would have to go together"
    assert is_validation(np.array(["104", "100", "111"])).tolist() == [True, False, True]


def test_spread_rows_takes_each_part_in_its_share():
    candidates = np.arange(1000) % 4 != 0
    rows = spread_rows(candidates, 75)
    assert len(np.unique(rows)) == 75
    assert candidates[rows].all()
    assert np.histogram(rows, bins=5, range=(0, 1000))[0].tolist() == [15] * 5
    assert (
        spread_rows(candidates, None).tolist()
        == spread_rows(candidates, 5000).tolist()
        == np.flatnonzero(candidates).tolist()
    )
    with pytest.raises(ValueError, match="`n` must be 1 or more"):
        spread_rows(candidates, 0)


def test_fills_from_runs_definitions_and_nothing_else(tmp_path):
    notebook = write_notebook(tmp_path / "bilstm.ipynb", EVALUATE)
    (evaluate,) = fills_from(notebook, "evaluate")
    assert evaluate is stubs.evaluate
    assert stubs.evaluate([0, 1], [0.2, 0.7])["f1"] == pytest.approx(0.27)
    assert stubs.train.body is None


def test_fills_from_takes_only_the_named_fills(tmp_path):
    other = "@fill\ndef class_weights(y):\n    return {0: 1, 1: 1}\n"
    fills_from(write_notebook(tmp_path / "a.ipynb", other, EVALUATE), "evaluate")
    assert stubs.class_weights.body is None


def test_fills_from_reads_the_percent_script_where_there_is_no_notebook(tmp_path):
    script = "# %%\nimport numpy as np\nfrom ecgkit import fill\n# %% [markdown]\n# text\n# %%\n" + EVALUATE
    (tmp_path / "bilstm.py").write_text(script)
    fills_from(tmp_path / "bilstm.ipynb", "evaluate")
    assert stubs.evaluate.body is not None


def test_fills_from_takes_the_last_of_two_fills(tmp_path):
    later = EVALUATE.replace("THRESHOLD +", "0.5 +")
    fills_from(write_notebook(tmp_path / "a.ipynb", EVALUATE, later), "evaluate")
    assert stubs.evaluate([0], [0])["f1"] == pytest.approx(0.51)


@pytest.mark.parametrize("source", [EMPTY, "x = 1", "@fill\ndef evaluate(y_true, y_prob:\n    return {}"])
def test_fills_from_says_what_to_do_when_the_stub_is_empty(tmp_path, source):
    notebook = write_notebook(tmp_path / "bilstm.ipynb", source)
    with pytest.raises(NotFilled, match=r"`evaluate` is not filled in bilstm\.ipynb yet\. It belongs to task 5"):
        fills_from(notebook, "evaluate")


def test_fills_from_says_what_to_do_without_the_notebook(tmp_path):
    with pytest.raises(NotFilled, match=r"`train` and `evaluate` should come from bilstm\.ipynb"):
        fills_from(tmp_path / "bilstm.ipynb", "train", "evaluate")
    with pytest.raises(ValueError, match="Received evalute"):
        fills_from(tmp_path / "bilstm.ipynb", "evalute")


def test_importing_ecgkit_training_loads_no_tensorflow():
    loaded = "{'tensorflow', 'keras', 'matplotlib'} & set(sys.modules)"
    code = f"import sys, ecgkit.training, ecgkit.metrics, ecgkit.training_plots, ecgkit.gru_plots, ecgkit.alexnet_plots; print({loaded})"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "set()"


KERAS_SCRIPT = """
import numpy as np
from ecgkit.progress import EpochProgress
from ecgkit.training import seed_everything
import keras
def fit(seed, **options):
    seed_everything(seed)
    model = keras.Sequential([keras.layers.Input((3,)), keras.layers.Dense(1, activation="sigmoid")])
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    model.fit(X, y, epochs=2, verbose=0, **options)
    return model.get_weights()[0].ravel().tolist()
X, y = np.random.default_rng(0).normal(size=(40, 3)), np.arange(40) % 2
lines = []
first = fit(1, validation_data=(X, y), callbacks=[EpochProgress(write=lines.append)])
assert first == fit(1, callbacks=[EpochProgress(quiet=True)]), "the same seed gave another network"
assert first != fit(2)
print("\\n".join(lines))
"""


def test_seeds_repeat_a_training_and_progress_fits_a_narrow_terminal():
    done = subprocess.run([sys.executable, "-c", KERAS_SCRIPT], text=True, capture_output=True, timeout=120)
    assert done.returncode == 0, done.stderr
    heading, *epochs = done.stdout.splitlines()
    assert heading.split() == ["epoch", "loss", "acc", "val", "loss", "val", "acc", "s"]
    assert [line.split()[0] for line in epochs] == ["1/2", "2/2"]
    assert max(map(len, [heading, *epochs])) <= 60
