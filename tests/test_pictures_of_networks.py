"""The notebooks of tasks 6 to 8 draw every network that their checks accept: a right answer must not end in a traceback below them."""

from __future__ import annotations

import runpy

import jupytext
import matplotlib.pyplot as plt
import numpy as np
import pytest
from bodies import FOLDER

from ecgkit import alexnet_plots, attention_plots, checkpoints, explain, gru_plots, stubs, training_plots
from ecgkit.training import fills_from, quiet_tensorflow

SOLUTIONS = FOLDER.parents[1] / "solutions"
SCRIPTS = {
    "build_cnn": "task6_cnn/cnn.py",
    "build_alexnet": "task7_alexnet/alexnet.py",
    "build_gru": "task8_gru/gru.py",
}
#: Figures of the network in each notebook.
FIGURES = {"build_cnn": 2, "build_alexnet": 2, "build_gru": 1}

#: What the cells that look into a network hold, and those that they build on in task 8.
WORDS = ("explain.", "alexnet_plots.sights", "layer = keras.layers.GRU(", "def walk(")


def answers():
    """Every right answer that builds one of the networks, and which."""
    return [
        pytest.param(path, builder, id=f"{path.stem}-{builder}")
        for path in sorted((FOLDER / "right").glob("*.py"))
        for builder in SCRIPTS
        if f"def {builder}(" in path.read_text(encoding="utf-8")
    ]


def cells(script):
    """Those of a notebook that look into the network."""
    notebook = jupytext.reads((SOLUTIONS / script).read_text(encoding="utf-8"), fmt="py:percent")
    sources = (cell.source for cell in notebook.cells if cell.cell_type == "code")
    return [source for source in sources if any(word in source for word in WORDS)]


def filled(path, builder):
    """The stub, filled by an answer; of a whole course only what it builds on is run, as its trainings take long."""
    if path.stem.startswith("task"):
        runpy.run_path(str(path))
    else:
        fills_from(path, builder)
    return getattr(stubs, builder)


@pytest.mark.parametrize(("path", "builder"), answers())
def test_the_network_of_a_right_answer_is_drawn(path, builder, monkeypatch, tmp_path):
    quiet_tensorflow()
    import keras

    monkeypatch.setenv("ECGKIT_CHECKPOINTS", str(tmp_path))
    rng = np.random.default_rng(0)
    X = rng.normal(size=(24, 33, 46)).astype(np.float32)
    checkpoints.save(2, X_train=rng.normal(size=(24, 1440)))
    model = filled(path, builder)(X.shape[1:])
    fills_from(SOLUTIONS / SCRIPTS["build_gru"], "gru_step")
    names = {
        **{"np": np, "keras": keras, "stubs": stubs, "checkpoints": checkpoints, "explain": explain, "SEED": 0},
        **{
            module.__name__.rpartition(".")[2]: module
            for module in (alexnet_plots, attention_plots, gru_plots, training_plots)
        },
        **{"model": model, "S_train": X, "X_val": X, "y_val": np.arange(24) % 2, "val_rows": np.arange(24)},
        **{"saved": {"record_train": np.array(["119"] * 24)}, "database": None},
    }
    drawn = 0
    for source in cells(SCRIPTS[builder]):
        exec(compile(source, SCRIPTS[builder], "exec"), names)
        if "fig =" in source:
            names.pop("fig").canvas.draw()
            plt.close("all")
            drawn += 1
    assert drawn == FIGURES[builder]
