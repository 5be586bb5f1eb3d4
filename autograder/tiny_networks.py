"""The grader's own small networks and data for `train`: known weights, so that what training did to them can be read off."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import expect
from .submission import Submission
from .worker import frames

#: (frequencies, times) of the tiny inputs.
SHAPE = (5, 4)
_SIZE = SHAPE[0] * SHAPE[1]


def linear(
    submission: Submission, *, bias: float | None = 0.0, start: float = 0.0, compiled: bool = False
) -> frames.ModelData:
    """A network for `train`: flatten, one dense unit, sigmoid.

    Args:
        submission: where the network is made.
        bias: start of the bias; None for a network without one.
        start: start of every weight.
        compiled: whether it comes with another loss and another optimizer.
    """
    config = {"units": 1, "activation": "sigmoid", "use_bias": bias is not None}
    layers: list[dict] = [
        {"class": "InputLayer", "config": {}, "inputs": []},
        {"class": "Flatten", "config": {}, "inputs": [0]},
        {"class": "Dense", "config": config, "inputs": [1]},
    ]
    first = [np.full((_SIZE, 1), start, np.float32)] + ([] if bias is None else [np.full(1, bias, np.float32)])
    return submission.make_model("train", layers, [[], [], first], SHAPE, compiled=compiled)


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
    p = float(
        expect.finite(submission.predict(model, X[:1]).astype(np.float64), "The output of the trained network")[0, 0]
    )
    return float(np.log(p) - np.log1p(-p)) if 0 < p < 1 else float(np.copysign(100, p - 0.5))


def weights_of(submission: Submission, model: frames.ModelData) -> list[float]:
    """The weights of a network without bias, read off its output for rows with one place each."""
    reach = 5.0
    X = np.concatenate([one_place(place, [reach]) for place in range(_SIZE)])
    p = expect.finite(submission.predict(model, X).astype(np.float64), "The output of the trained network")[:, 0]
    p = np.clip(p, 1e-7, 1 - 1e-7)
    return [float(weight) for weight in np.log(p / (1 - p)) / reach]


def history_of(value: Any) -> dict[str, NDArray]:
    """The numbers of a keras History, by name."""
    expect.is_true(
        isinstance(value, dict) and "loss" in value,
        "`train` does not return a keras History: return what `model.fit` returns.",
    )
    # Without the names: they are the student's own, and no hidden check shows them.
    history = {str(name): expect.array(numbers, "An entry of the history") for name, numbers in value.items()}
    expect.is_true(history["loss"].size, "The history holds no loss: return what `model.fit` returns.")
    return history
