"""The grader's own small networks and data for `train`: known weights, so that what training did to them can be read off."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from . import expect
from .submission import Submission
from .worker import frames

#: (frequencies, times) of the tiny inputs.
SHAPE = (5, 4)
_SIZE = SHAPE[0] * SHAPE[1]


def linear(submission: Submission, *, bias: float | None = 0.0) -> frames.ModelData:
    """A network with all weights 0 for `train`: flatten, one dense unit, sigmoid.

    Args:
        submission: where the network is made.
        bias: start of the bias; None for a network without one.
    """
    config = {"units": 1, "activation": "sigmoid", "use_bias": bias is not None}
    start = [np.zeros((_SIZE, 1), np.float32)] + ([] if bias is None else [np.full(1, bias, np.float32)])
    return _made(submission, [{"class": "Dense", "config": config, "inputs": [1]}], [start])


def two_dense(submission: Submission) -> frames.ModelData:
    """A network that can learn a tiny set: flatten, 8 units with a ReLU, sigmoid. Always with the same weights."""
    rng = np.random.default_rng(8)
    layers = [
        {"class": "Dense", "config": {"units": 8, "activation": "relu"}, "inputs": [1]},
        {"class": "Dense", "config": {"units": 1, "activation": "sigmoid"}, "inputs": [2]},
    ]
    weights = [[rng.normal(0, 0.3, (inputs, units)), np.zeros(units)] for inputs, units in ((_SIZE, 8), (8, 1))]
    return _made(submission, layers, [[array.astype(np.float32) for array in arrays] for arrays in weights])


def _made(submission: Submission, layers: list[dict], weights: list) -> frames.ModelData:
    start = [{"class": "InputLayer", "config": {}, "inputs": []}, {"class": "Flatten", "config": {}, "inputs": [0]}]
    return submission.make_model("train", start + layers, [[], [], *weights], SHAPE)


def constant_rows(rows: int, value: float) -> NDArray[np.float32]:
    """Rows that are all alike: a network can learn nothing of them but the share of abnormal ones."""
    return np.full((rows, *SHAPE), value, np.float32)


def one_place(place: int, values: NDArray | list[float]) -> NDArray[np.float32]:
    """Rows that are 0 but for one place: `values` (N,) give (N, 5, 4)."""
    X = np.zeros((len(values), _SIZE), np.float32)
    X[:, place] = values
    return X.reshape(-1, *SHAPE)


def logit(submission: Submission, model: frames.ModelData, X: NDArray) -> float:
    """The network's output for one row before its sigmoid."""
    p = float(expect.finite(submission.predict(model, X[:1]).astype(np.float64), "The output of the trained network")[0, 0])
    return float(np.log(p) - np.log1p(-p)) if 0 < p < 1 else float(np.copysign(100, p - 0.5))


def history_of(value: object) -> dict[str, NDArray]:
    """The numbers of a keras History, by name."""
    expect.is_true(isinstance(value, dict) and "loss" in value, "`train` does not return a keras History: return what `model.fit` returns.")
    return {str(name): expect.array(numbers, f"history[{name!r}]") for name, numbers in value.items()}
