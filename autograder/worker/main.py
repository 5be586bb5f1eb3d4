"""The worker process: reads requests from a socket, runs them, answers. It never sees an expected value."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from functools import partial
from typing import Any

from ecgkit.contracts import STUBS

from . import calls, descriptions, frames, learning, models, own_equations, recordings, unseen, views
from .cells import Notebook

#: A request may bring all recordings and ask for the whole data matrix.
MAX_REQUEST = 4 * 2**30

#: Faults of cells that are told.
MOST_FAULTS = 200


def serve(descriptor: int) -> None:
    """Answer requests until the other side closes the socket."""
    connection = socket.socket(fileno=descriptor)
    recordings.leave_headers_alone()
    worker = Worker()
    while True:
        try:
            request = frames.receive(connection, MAX_REQUEST)
        except EOFError:
            return
        number = request.pop("number")
        _answer(connection, number, calls.attempt(partial(worker.handle, request)))


def _answer(connection: socket.socket, number: int, answer: dict) -> None:
    try:
        frames.send(connection, {"number": number, **answer})
    except frames.FrameError as error:
        fault = {"kind": "unreadable", "type": "", "bases": "", "text": str(error)[:500], "where": ""}
        frames.send(connection, {"number": number, "error": fault})


class Worker:
    """The state of one worker: the student's modules and the values that stay here."""

    def __init__(self) -> None:
        self._kept = views.Values()
        self._notebooks: list[Notebook] = []
        self._requests: dict[str, Callable[..., Any]] = {
            "load": self._load,
            "call": self._call,
            "weights": self._weights,
            "make": self._make,
            "inspect": self._inspect,
            "learn": self._learn,
            "predict": self._predict,
            "import": self._import,
        }

    def handle(self, request: dict) -> Any:
        """Run one request: {"request": name, **arguments}. `serve` has taken its number, which the answer repeats."""
        return self._requests[request.pop("request")](**request)

    def _load(self, cells: Any) -> Any:
        """Run the needed statements of one notebook, cell by cell; returns the faults, cell by cell.

        Both travel as JSON in an array: they may be longer than the header of a frame.
        """
        own_equations.learn_functions()
        unseen.save_no_pictures()
        notebook = Notebook()
        self._notebooks.append(notebook)
        faults = []
        for number, (label, source) in enumerate(_from_text(cells)):
            missing: list[ImportError] = []
            answer = calls.attempt(partial(notebook.run, source, label, missing))
            stopped = [answer["error"]] if "error" in answer else []
            found = [*(calls.error_of("raised", error) for error in missing), *stopped]
            faults += [{"cell": label, "number": number, **error} for error in found]
        return frames.text_to_array(json.dumps(faults[:MOST_FAULTS]))

    def _call(self, stub: str, args: tuple, kwargs: dict, **more: Any) -> Any:
        body = STUBS[stub].body
        for notebook in self._notebooks:
            if body and notebook.owns(body):
                notebook.enter()
        unseen.save_no_pictures()
        return calls.run_stub(stub, args, kwargs, self._kept, **more)

    def _weights(self, handle: int) -> list:
        return descriptions.weights(self._kept[handle])

    def _make(self, layers: list, input_shape: list, weights: list, compiled: bool) -> int:
        """Make one of the grader's own models here, for a stub that takes a model; returns the number of its handle."""
        return self._kept.keep(models.made(layers, tuple(input_shape), weights, compiled=compiled))

    def _inspect(self, layers: Any, input_shape: list) -> Any:
        summaries = models.summarize(models.rebuild(_from_text(layers), tuple(input_shape)))
        return frames.text_to_array(json.dumps(summaries))

    def _predict(self, layers: Any, input_shape: list, weights: list, X: Any) -> Any:
        model = models.rebuild(_from_text(layers), tuple(input_shape))
        models.load_weights(model, weights)
        with models.meeting_rows("compute"):
            return model.predict(X, batch_size=512, verbose=0)

    def _learn(self, layers: Any, X: Any, y: Any, X_test: Any, recipe: dict) -> dict:
        return learning.learn(_from_text(layers), X.shape[1:], X, y, X_test, recipe)

    def _import(self, module: str) -> None:
        __import__(module)


def _from_text(layers: Any) -> list:
    """What the grader sends here as JSON in an array, as long as it needs to be."""
    return json.loads(frames.array_to_text(layers))
