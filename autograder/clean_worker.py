"""The second worker: rebuilds models from plain layers and weights, and never runs a line of a student's code.

One process serves every submission of a run; it is started by the first model and ended with the run.
"""

from __future__ import annotations

import atexit
import hashlib
import json
from functools import cache
from threading import Lock
from typing import Any

import numpy as np

from .busy_machine import excuse_time
from .failures import CheckFailed, GraderFault
from .imports import KERAS
from .isolation import best_tier
from .limits import LIMITS
from .worker import frames
from .worker_process import RequestTooLarge, WorkerLost, WorkerProcess

#: What a hidden check says of a refusal.
_REFUSED = (
    "The model cannot be graded: use the layers of `keras.layers`, each of them once, from one input to one output. Where "
    "that is so for every input shape, the visible checks say what is wrong."
)

#: One request at a time: frames of two would mix on the socket.
_TURN = Lock()


def inspect(layers: list, input_shape: tuple[int, ...]) -> list[dict]:
    """What each layer is, see `worker.models.summarize`."""
    return json.loads(frames.array_to_text(_ask("inspect", layers=layers, input_shape=list(input_shape))))


def predict(layers: list, weights: list, X: np.ndarray) -> np.ndarray:
    """The model's output for X (N, ...): float (N, 1)."""
    return _one_a_row(_ask("predict", layers=layers, input_shape=list(X.shape[1:]), weights=weights, X=X), len(X))


def learn(
    layers: list, X: np.ndarray, y: np.ndarray, X_test: np.ndarray, recipe: dict[str, Any]
) -> tuple[np.ndarray, bool]:
    """Train the model from scratch, see `worker.learning`; returns its output for X_test and whether time was up.

    The same architecture, data and recipe are trained once: half a class hands in the network of the text.
    """
    key = _digest(layers, X, y, X_test, recipe)
    if key not in _learned:
        answer = _ask("learn", layers=layers, X=X, y=y, X_test=X_test, recipe=recipe)
        learned = _one_a_row(answer["y_prob"], len(X_test)), bool(answer["stopped"])
        if learned[1]:
            # On a quieter moment it might have been in time.
            excuse_time()
            return learned
        learned[0].flags.writeable = False
        _learned[key] = learned
    return _learned[key]


#: What `learn` found, by a digest of all that it depends on.
_learned: dict[str, tuple[np.ndarray, bool]] = {}


def _digest(*values: Any) -> str:
    digest = hashlib.blake2b()
    for value in values:
        is_array = isinstance(value, np.ndarray)
        text = f"{value.dtype}{value.shape}" if is_array else json.dumps(value, sort_keys=True, default=repr)
        digest.update(text.encode() + b"\0")
        if is_array:
            digest.update(np.ascontiguousarray(value).data)
    return digest.hexdigest()


def _one_a_row(y_prob: Any, rows: int) -> np.ndarray:
    if not isinstance(y_prob, np.ndarray) or y_prob.shape != (rows, 1):
        raise CheckFailed("The model does not give one probability a row.")
    return y_prob


def _ask(request: str, layers: list, **arguments: Any) -> Any:
    # As an array: a long list would not fit into the header of a frame.
    arguments["layers"] = frames.text_to_array(json.dumps(layers))
    try:
        with _TURN:
            if not _worker().has_room():
                # Its limits are meant for one submission, and it serves many: none pays for those before it.
                _worker().stop()
            # Raises GraderFault if no worker starts: from here on, what happens is the model's doing.
            answer = _worker().request(request, seconds=LIMITS.training_seconds, **arguments)
    except RequestTooLarge as error:
        raise CheckFailed(
            "Your model has too many layers or arrays of weights to be graded: make it smaller."
        ) from error
    except WorkerLost as error:
        problem = "takes too long" if error.timed_out else "needs too much memory"
        raise CheckFailed(f"Your model {problem} for what this check asks of it: make it smaller.") from error
    if "value" in answer:
        return answer["value"]
    fault = answer["error"]
    if fault["type"] == "CannotMeetRows":
        raise CheckFailed(fault["text"])
    if fault["type"] == "ModelRefused":
        # Names of layers stand in it, and a submission could have put its input into them.
        raise CheckFailed(fault["text"], hidden=_REFUSED)
    raise GraderFault(f"the worker that rebuilds models failed: {fault}")


@cache
def _worker() -> WorkerProcess:
    worker = WorkerProcess(best_tier(), KERAS)
    atexit.register(worker.stop)
    return worker
