"""What `test_backends.py` runs in a process of its own: every network of the course on the backend that KERAS_BACKEND names.

Prints one line a network as JSON. Each is trained for an epoch, saved, read again, and explained.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import keras
import numpy as np

from ecgkit import explain, stubs
from ecgkit.training import seed_everything
from solutions.loading import load_task
from solutions.study import networks

ROWS, SPECTROGRAM, WAVE = 16, (33, 46), (120, 1)


def builders() -> Iterator[tuple[str, tuple[int, ...], Callable[[], Any]]]:
    """Name, shape of a row, and what builds the network."""
    for task, name in ((5, "build_bilstm"), (6, "build_cnn"), (7, "build_alexnet"), (8, "build_gru")):
        load_task(task)
        yield name, SPECTROGRAM, partial(getattr(stubs, name), SPECTROGRAM)
    for name in networks.NETWORKS:
        yield f"study {name}", WAVE, partial(networks.build, name, WAVE, dropout=0.3)
    yield "study cnn of a spectrogram", WAVE, partial(networks.build, "cnn", WAVE, dropout=0.3, spectrogram=True)


def explained(model: keras.Model, X: np.ndarray, p: np.ndarray) -> dict[str, Any]:
    """Largest error of the logits, and the shapes and ranges of the maps."""
    axis = 2 if X.shape[2] > 1 else 1
    maps = explain.grad_cam(model, X, times=X.shape[axis])
    width = X.shape[axis] // 4
    falls = explain.occlusion(model, X, axis=axis, width=width, step=width)
    return {
        "logit_error": float(np.abs(1 / (1 + np.exp(-explain.logits(model, X))) - p).max()),
        "map_shape": maps.shape,
        "map_ends": [float(maps.min()), float(maps.max())],
        "fall_shape": falls.shape,
        "fall_varies": bool(np.isfinite(falls).all() and np.ptp(falls) > 0),
    }


def tried(build: Callable[[], Any], shape: tuple[int, ...], folder: Path) -> dict[str, Any]:
    """Train a network for one epoch, save it, read it, and explain what was read."""
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(ROWS, *shape)).astype(np.float32), np.arange(ROWS)[:, None] % 2
    seed_everything(0)
    model = build()
    before = [weight.copy() for weight in model.get_weights()]
    history = stubs.train(model, X, y, epochs=1, batch_size=ROWS, class_weight={0: 0.5, 1: 2.0})
    p = model.predict(X, verbose=0)[:, 0]
    model.save(folder / "model.keras")
    read = keras.saving.load_model(folder / "model.keras")
    return {
        "loss": history.history["loss"][0],
        "learned": any(not np.array_equal(*pair) for pair in zip(before, model.get_weights(), strict=True)),
        "reload_error": float(np.abs(read.predict(X, verbose=0)[:, 0] - p).max()),
        **explained(read, X, p),
    }


def step_error() -> float:
    """Largest difference between a layer of Keras and the equations of task 8."""
    layer = keras.layers.GRU(4, bias_initializer="random_normal")
    x = np.random.default_rng(0).normal(size=(2, 3)).astype(np.float32)
    of_keras = keras.ops.convert_to_numpy(layer(x[:, None]))
    return float(np.abs(stubs.gru_step(x, np.zeros((2, 4), np.float32), layer.get_weights()) - of_keras).max())


if __name__ == "__main__":
    out = sys.stdout
    sys.stdout = sys.stderr  # the lines of the training
    for name, shape, build in builders():
        print(json.dumps({"name": name, **tried(build, shape, Path(sys.argv[1]))}), file=out, flush=True)
    print(json.dumps({"backend": keras.backend.backend(), "step_error": step_error()}), file=out)
