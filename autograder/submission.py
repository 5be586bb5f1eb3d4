"""A submission: where its answers are, and a way to call them that hands back plain data."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from ecgkit.contracts import STUBS
from ecgkit.records import Record

from . import clean_worker
from .analysis import answers_of
from .answers import Answers
from .failures import CallFailed, CheckFailed, absent, describe_call, printable
from .files import submission_files
from .imports import slow_modules
from .isolation import Tier, best_tier
from .limits import LIMITS
from .notebook import MemoryFile
from .worker import frames
from .worker_process import WorkerLost, WorkerProcess

_PACKAGE = re.compile(r"No module named '([\w.]{1,80})'")
_NAME, _WORD = re.compile(r"name '(\w+)' is not defined"), re.compile(r"\w+")
_FAULT = {"cell", "kind", "type", "bases", "text", "where"}


class Submission(Protocol):
    """What a check may ask of a submission, in a worker or in a notebook."""

    last_call: str

    def call(
        self,
        stub_name: str,
        *args: Any,
        training: bool = False,
        max_bytes: int = 0,
        with_arguments: bool = False,
        **kwargs: Any,
    ) -> Any:
        """Call a stub with plain arguments; returns plain data (see `worker.frames`).

        Args:
            stub_name: the stub.
            *args: its arguments.
            training: whether the call may take as long as a training.
            max_bytes: size of the result, where it may be larger than an ordinary one.
            with_arguments: return [result, positional arguments as they are after the call].
            **kwargs: its arguments by keyword.

        Raises:
            CallFailed: there is no result; says why.
        """

    def inspect(self, model: frames.ModelData, input_shape: tuple[int, ...]) -> list[dict]:
        """What each layer of a returned model really is, see `worker.models.summarize`.

        Raises:
            CheckFailed: the model cannot be rebuilt from built-in layers.
        """

    def predict(self, model: frames.ModelData, X: np.ndarray) -> np.ndarray:
        """The output of a model with its present weights, (N, 1)."""

    def make_model(
        self, stub_name: str, layers: list[dict], weights: list, input_shape: tuple[int, ...]
    ) -> frames.ModelData:
        """One of the grader's own models, made where the submission's code runs, to be handed to this stub."""

    def learn(
        self, model: frames.ModelData, X: np.ndarray, y: np.ndarray, X_test: np.ndarray, recipe: dict
    ) -> tuple[np.ndarray, bool]:
        """Train a returned model's architecture from scratch, without the submission's code, see `worker.learning`.

        Returns:
            Its output for X_test, (M, 1), and whether its time was up before the last epoch.
        """


class WorkerSubmission:
    """A submission whose code runs in a worker process.

    Args:
        path: what was handed in: a notebook, a percent script, a zip archive or a folder of them, or files in memory.
        tier: of isolation; the best that works here if None.

    Attributes:
        path: what was handed in.
        tier: of isolation.
        last_call: the latest call of a stub, as a student reads it.
        repairs: what had to be put right to find its answers.
    """

    def __init__(self, path: Path | Sequence[MemoryFile], tier: Tier | None = None) -> None:
        self.path = path
        self.last_call = ""
        self.tier = tier or best_tier()
        self.files = [answers_of(file) for file in submission_files(path)]
        self.repairs = [repair for answers in self.files for repair in answers.repairs]
        self._worker = WorkerProcess(self.tier)
        self._loaded: list[Answers] = []
        self._load_faults: list[dict] = []
        self._lost_loads: Counter[int] = Counter()
        self._time_outs: Counter[str] = Counter()
        self._seconds = 0.0

    def call(
        self,
        stub_name: str,
        *args: Any,
        training: bool = False,
        max_bytes: int = 0,
        with_arguments: bool = False,
        **kwargs: Any,
    ) -> Any:
        self._require_answer(stub_name)
        self.last_call = called = describe_call(stub_name, args, kwargs)
        request: dict[str, Any] = {
            # The first call of a network's stub may have to wait for TensorFlow's import.
            "seconds": LIMITS.training_seconds if training or STUBS[stub_name].task >= 5 else LIMITS.seconds,
            "max_bytes": max(max_bytes, LIMITS.result_bytes),
            "stub": stub_name,
            "args": [_to_frames(value) for value in args],
            "kwargs": {name: _to_frames(value) for name, value in kwargs.items()},
            "with_arguments": with_arguments,
        }
        self._load_answer(stub_name, called)
        answer = self._request(stub_name, called, "call", **request)
        if answer.get("error", {}).get("kind") == "not filled" and len(self._loaded) < len(self.files):
            # It calls a stub that another notebook of the submission fills.
            self._load(self.files, called)
            answer = self._request(stub_name, called, "call", **request)
        if "error" in answer:
            raise self._failure(stub_name, called, answer["error"])
        return answer["value"]

    def inspect(self, model: frames.ModelData, input_shape: tuple[int, ...]) -> list[dict]:
        return clean_worker.inspect(model.layers, input_shape)

    def predict(self, model: frames.ModelData, X: np.ndarray) -> np.ndarray:
        answer = self._request(
            "", "model.get_weights()", "weights", handle=model.handle, max_bytes=4 * LIMITS.result_bytes
        )
        if "error" in answer or not _is_weights(answer["value"]):
            raise CheckFailed("The weights of your model cannot be read.")
        return clean_worker.predict(model.layers, answer["value"], X)

    def make_model(
        self, stub_name: str, layers: list[dict], weights: list, input_shape: tuple[int, ...]
    ) -> frames.ModelData:
        self._require_answer(stub_name)
        called = f"{stub_name}(...)"
        self._load_answer(stub_name, called)
        # The first model may have to wait for TensorFlow's import.
        seconds = LIMITS.training_seconds
        answer = self._request(
            stub_name, called, "make", seconds=seconds, layers=layers, weights=weights, input_shape=list(input_shape)
        )
        if "error" in answer or type(answer["value"]) is not int:
            raise CheckFailed("A Keras model cannot be made beside your code. Does a cell of yours change Keras?")
        return frames.ModelData(answer["value"], layers)

    def learn(
        self, model: frames.ModelData, X: np.ndarray, y: np.ndarray, X_test: np.ndarray, recipe: dict
    ) -> tuple[np.ndarray, bool]:
        return clean_worker.learn(model.layers, X, y, X_test, recipe)

    def close(self) -> None:
        """End the worker."""
        self._worker.stop()

    def _request(self, stub_name: str, called: str, name: str, **arguments: Any) -> dict:
        """One request, within what is left of the submission's time."""
        if self._seconds > LIMITS.submission_seconds:
            text = (
                f"your functions have used all of their {LIMITS.submission_seconds / 60:.0f} minutes in earlier checks"
            )
            raise CallFailed(called, "lost", text)
        if stub_name and self._time_outs[stub_name] >= LIMITS.time_outs:
            raise CallFailed(
                called,
                "lost",
                f"it gave no result in time in {LIMITS.time_outs} earlier calls, so it is not called again",
            )
        start = time.monotonic()
        try:
            return self._worker.request(name, **arguments)
        except WorkerLost as error:
            self._time_outs[stub_name] += error.timed_out
            raise CallFailed(called, "lost", str(error)) from error
        finally:
            self._seconds += time.monotonic() - start

    def _files_around(self, stub_name: str) -> list[Answers]:
        """The files that fill this stub, or one that they fill too: together they decide which fill is the last."""
        names = {stub_name}
        while True:
            files = [answers for answers in self.files if answers.filled & names]
            wider = names.union(*(answers.filled for answers in files))
            if wider == names:
                return files
            names = wider

    def _load_answer(self, stub_name: str, called: str) -> None:
        files = self._files_around(stub_name)
        self._worker.need(slow_modules(text for answers in files for _, text in answers.cells))
        self._load(files, called)

    def _load(self, files: list[Answers], called: str) -> None:
        """Run the needed cells of these files in the worker, unless they ran there already."""
        if not self._worker.is_alive:
            self._loaded, self._load_faults = [], []
        for answers in files:
            if any(answers is loaded for loaded in self._loaded):
                continue
            if self._lost_loads[id(answers)] >= LIMITS.loads:
                raise CallFailed(called, "lost", "the cells that your functions need end the process or never finish")
            cells = [[label, frames.text_to_array(text)] for label, text in answers.cells]
            try:
                answer = self._request("", called, "load", seconds=LIMITS.load_seconds, cells=cells)
            except CallFailed:
                self._lost_loads[id(answers)] += 1
                raise
            self._loaded.append(answers)
            self._load_faults += _checked_faults(answer, called)

    def _require_answer(self, stub_name: str) -> None:
        if any(stub_name in answers.filled for answers in self.files):
            return
        for answers in self.files:
            if stub_name in answers.faults:
                raise CallFailed(f"{stub_name}(...)", "syntax", answers.faults[stub_name])
        raise CallFailed(f"{stub_name}(...)", "not filled", absent(stub_name))

    def _failure(self, stub_name: str, called: str, error: dict) -> CallFailed:
        """Blame the cell that could not run, or the import that failed, if the function is missing a name because of it."""
        fault = None
        if error["kind"] == "not filled" and self._load_faults:
            fault = _cause(self._load_faults)
        elif error["type"] == "NameError":
            fault = _import_of(error, self._load_faults)
        if fault is None:
            return CallFailed(
                called, error["kind"], f"{error['type']}: {error['text']}", error["where"], error["bases"]
            )
        place = fault["where"] or fault["cell"]
        package = _PACKAGE.fullmatch(fault["text"]) if fault["type"] == "ModuleNotFoundError" else None
        if package:
            return CallFailed(called, "package", package[1], place)
        text = f"{fault['type']}: {fault['text']}" if fault["kind"] == "raised" else fault["text"]
        return CallFailed(called, "cell", text, place)


def _cause(faults: list[dict]) -> dict:
    """The fault that a function is missing for: not an import that other cells got along without."""
    others = [fault for fault in faults if not _is_import(fault)]
    return (_import_of(others[0], faults) or others[0]) if others else faults[0]


def _import_of(error: dict, faults: list[dict]) -> dict | None:
    """The import that failed to bind the name that an error misses."""
    name = _NAME.search(error["text"])
    lines = [(fault, set(_WORD.findall(fault["where"]))) for fault in faults if _is_import(fault)]
    return next((fault for fault, words in lines if name and name[1] in words), None)


def _is_import(fault: dict) -> bool:
    return "ImportError" in fault["bases"].split()


def _checked_faults(answer: dict, called: str) -> list[dict]:
    """The faults of `worker.main.Worker._load`; the cells could make the worker answer anything."""
    faults = answer.get("value")
    if not isinstance(faults, list) or not all(isinstance(fault, dict) and set(fault) == _FAULT for fault in faults):
        raise CallFailed(called, "lost", "the cells that it needs change how the worker answers")
    return [{key: printable(str(text), LIMITS.message) for key, text in fault.items()} for fault in faults]


def _is_weights(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(layer, list) and all(isinstance(array, np.ndarray) for array in layer) for layer in value
    )


def _to_frames(value: Any) -> Any:
    if isinstance(value, Record):
        return frames.RecordData(
            record_name=value.record_name,
            fs=value.fs,
            patient=value.patient,
            sig_name=list(value.sig_name),
            p_signal=value.p_signal,
            sample=value.sample,
            symbol=frames.text_to_array("\0".join(value.symbol)),
            aux_note=frames.text_to_array("\0".join(value.aux_note)),
        )
    if isinstance(value, frames.ModelData):
        return frames.Handle(value.handle)
    if isinstance(value, list | tuple) and not _is_numbers(value):
        return type(value)(_to_frames(item) for item in value)
    return value


def _is_numbers(value: Sequence) -> bool:
    return all(isinstance(item, int | float) for item in value)
