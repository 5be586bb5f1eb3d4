"""What surrounds a training: chosen rows, validation patients, seeds and progress lines."""

import subprocess
import sys

import numpy as np
import pytest

from ecgkit.database import TRAIN_RECORDS
from ecgkit.training import VALIDATION_RECORDS, is_validation, spread_rows


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


def test_importing_ecgkit_training_loads_no_tensorflow():
    loaded = "{'tensorflow', 'keras', 'matplotlib'} & set(sys.modules)"
    code = f"import sys, ecgkit.training, ecgkit.fills, ecgkit.metrics, ecgkit.training_plots, ecgkit.gru_plots, ecgkit.alexnet_plots; print({loaded})"
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
