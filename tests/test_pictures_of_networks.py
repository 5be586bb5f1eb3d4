"""The notebooks draw every network and every training that their checks accept: no right answer ends in a traceback below them."""

from __future__ import annotations

import jupytext
import matplotlib.pyplot as plt
import numpy as np
import pytest
from bodies import FOLDER

from autograder.build import ROOT
from ecgkit import alexnet_plots, attention_plots, checkpoints, contracts, explain, gru_plots, stubs, training_plots
from ecgkit.fills import fills_from
from ecgkit.training import quiet_tensorflow

SOLUTIONS = ROOT / "solutions"
SCRIPTS = {
    "train": "task5_bilstm/bilstm.py",
    "build_cnn": "task6_cnn/cnn.py",
    "build_alexnet": "task7_alexnet/alexnet.py",
    "build_gru": "task8_gru/gru.py",
}
#: Figures in these cells.
FIGURES = {"train": 1, "build_cnn": 2, "build_alexnet": 2, "build_gru": 1}

#: What the cells hold that look into a network, and those that they build on in task 8; what the one that trains holds.
LOOKS = ("explain.", "alexnet_plots.sights", "layer = keras.layers.GRU(", "def walk(")
TRAINS = ("draw_training(",)


def answers():
    """Every right answer that builds or trains one of the networks, and what it fills."""
    return [
        pytest.param(path, stub, id=f"{path.stem}-{stub}")
        for path in sorted((FOLDER / "right").glob("*.py"))
        for stub in SCRIPTS
        if f"def {stub}(" in path.read_text(encoding="utf-8")
    ]


def cells(stub):
    """Those of the stub's notebook that look into the network, or train it."""
    notebook = jupytext.reads((SOLUTIONS / SCRIPTS[stub]).read_text(encoding="utf-8"), fmt="py:percent")
    sources = (cell.source for cell in notebook.cells if cell.cell_type == "code")
    return [source for source in sources if any(word in source for word in (TRAINS if stub == "train" else LOOKS))]


@pytest.fixture(autouse=True)
def empty_stubs():
    yield
    contracts.clear()


@pytest.mark.parametrize(("path", "stub"), answers())
def test_what_a_right_answer_gives_is_drawn(path, stub, monkeypatch, tmp_path):
    quiet_tensorflow()
    import keras

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ECGKIT_CHECKPOINTS", str(tmp_path))
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(24, 33, 46)).astype(np.float32), np.arange(24)[:, None] % 2
    checkpoints.save(2, X_train=rng.normal(size=(24, 1440)))
    (answer,) = fills_from(path, stub)
    fills_from(SOLUTIONS / SCRIPTS["build_gru"], "gru_step")
    modules = (np, keras, stubs, checkpoints, explain, alexnet_plots, attention_plots, gru_plots, training_plots)
    names = {module.__name__.rpartition(".")[2]: module for module in modules}
    names |= {"np": np, "SEED": 0, "EPOCHS": 2, "database": None, "saved": {"record_train": np.array(["119"] * 24)}}
    names |= {"X": X, "y": y, "S_train": X, "X_val": X, "y_val": y, "val_rows": np.arange(24)}
    plain = [keras.Input(X.shape[1:]), keras.layers.Flatten(), keras.layers.Dense(1, activation="sigmoid")]
    names["model"] = keras.Sequential(plain) if stub == "train" else answer(X.shape[1:])
    drawn = 0
    for source in cells(stub):
        exec(compile(source, SCRIPTS[stub], "exec"), names)
        if "fig =" in source:
            names.pop("fig").canvas.draw()
            plt.close("all")
            drawn += 1
    assert drawn == FIGURES[stub]
