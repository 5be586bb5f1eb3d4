"""The notebooks of tasks 6 to 8 draw every network that their checks accept: a right answer must not end in a traceback below them."""

from __future__ import annotations

import jupytext
import matplotlib.pyplot as plt
import numpy as np
import pytest
from bodies import FOLDER

from ecgkit import alexnet_plots, attention_plots, checkpoints, contracts, explain, gru_plots, stubs, training_plots
from ecgkit.fills import fills_from
from ecgkit.training import quiet_tensorflow

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


@pytest.fixture(autouse=True)
def empty_stubs():
    yield
    contracts.clear()


@pytest.mark.parametrize(("path", "builder"), answers())
def test_the_network_of_a_right_answer_is_drawn(path, builder, monkeypatch, tmp_path):
    quiet_tensorflow()
    import keras

    monkeypatch.setenv("ECGKIT_CHECKPOINTS", str(tmp_path))
    rng = np.random.default_rng(0)
    X = rng.normal(size=(24, 33, 46)).astype(np.float32)
    checkpoints.save(2, X_train=rng.normal(size=(24, 1440)))
    (build,) = fills_from(path, builder)
    fills_from(SOLUTIONS / SCRIPTS["build_gru"], "gru_step")
    modules = (np, keras, stubs, checkpoints, explain, alexnet_plots, attention_plots, gru_plots, training_plots)
    names = {module.__name__.rpartition(".")[2]: module for module in modules}
    names |= {"np": np, "SEED": 0, "database": None, "model": build(X.shape[1:])}
    names |= {"S_train": X, "X_val": X, "y_val": np.arange(24) % 2, "val_rows": np.arange(24)}
    names["saved"] = {"record_train": np.array(["119"] * 24)}
    drawn = 0
    for source in cells(SCRIPTS[builder]):
        exec(compile(source, SCRIPTS[builder], "exec"), names)
        if "fig =" in source:
            names.pop("fig").canvas.draw()
            plt.close("all")
            drawn += 1
    assert drawn == FIGURES[builder]
