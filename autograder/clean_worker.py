"""The second worker: rebuilds models from plain layers and weights, and never runs a line of a student's code.

One process serves every submission of a run; it is started by the first model and ended with the run.
"""

from __future__ import annotations

import atexit
from functools import cache
from typing import Any

import numpy as np

from .failures import CheckFailed, GraderFault
from .limits import LIMITS
from .worker_process import WorkerLost, WorkerProcess


def inspect(layers: list, input_shape: tuple[int, ...]) -> list[dict]:
    """What each layer is, see `worker.models.summarize`."""
    return _ask("inspect", layers=layers, input_shape=list(input_shape))


def predict(layers: list, weights: list, X: np.ndarray) -> np.ndarray:
    """The model's output for X (N, ...): float (N, 1)."""
    y_prob = _ask("predict", layers=layers, input_shape=list(X.shape[1:]), weights=weights, X=X)
    if not isinstance(y_prob, np.ndarray) or y_prob.shape != (len(X), 1):
        raise CheckFailed("The model does not give one probability a row.")
    return y_prob


def _ask(request: str, **arguments: Any) -> Any:
    try:
        answer = _worker().request(request, seconds=LIMITS.training_seconds, **arguments)
    except WorkerLost as error:
        raise GraderFault(f"the worker that rebuilds models was lost: {error}") from error
    if "value" in answer:
        return answer["value"]
    error = answer["error"]
    if error["type"] == "ModelRefused":
        raise CheckFailed(error["text"])
    raise GraderFault(f"the worker that rebuilds models failed: {error}")


@cache
def _worker() -> WorkerProcess:
    worker = WorkerProcess()
    atexit.register(worker.stop)
    return worker
