"""A submission: where its answers are, and a way to call them that hands back plain data."""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from ecgkit.contracts import STUBS
from ecgkit.records import Record
from ecgkit.symbols import MEANINGS

from . import clean_worker
from .analysis import answers_of_all
from .answers import Answers
from .busy_machine import excuse_time
from .failures import CallFailed, CheckFailed, absent, describe_call, printable
from .files import submission_files
from .imports import slow_modules
from .isolation import Tier, best_tier
from .limits import LIMITS
from .notebook import MemoryFile
from .oracles import label_of
from .worker import frames
from .worker_process import WorkerLost, WorkerProcess

_FAULT = {"cell", "number", "kind", "type", "bases", "text", "where"}
_PACKAGE = re.compile(r"No module named '([\w.]{1,80})'")
#: What the cells of one notebook may say of themselves, together.
_FAULT_BYTES = 2**22
#: What `label_beats` gives while `build_data_matrix` runs: a mistake in the one costs no point of the other.
_LABELS = {symbol: label_of(symbol) for symbol in MEANINGS}
_MISSING = re.compile(r"NameError: name '(\w{1,200})' is not defined")
_MISSING_KEY = re.compile(r"KeyError: ('[^'\\]{1,200}'|-?\d{1,20})")


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
        then: tuple | None = None,
        **kwargs: Any,
    ) -> Any:
        """Call a stub with plain arguments; returns plain data (see `worker.frames`).

        Args:
            stub_name: the stub.
            *args: its arguments.
            training: whether the call may take as long as a training.
            max_bytes: size of the result, where it may be larger than an ordinary one.
            with_arguments: return [result, positional arguments as they are after the call].
            then: positional arguments of a second call, with the same keywords; return [result, its result], both as they are
                after it.
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
        self, stub_name: str, layers: list[dict], weights: list, input_shape: tuple[int, ...], *, compiled: bool = False
    ) -> frames.ModelData:
        """One of the grader's own models, made where the submission's code runs, to be handed to this stub.

        With `compiled` it comes with another loss and another optimizer than a course of classification takes.
        """

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
        self.files = answers_of_all(submission_files(path))
        self.repairs = [printable(repair, LIMITS.message) for answers in self.files for repair in answers.repairs]
        self._worker = WorkerProcess(self.tier)
        self._loaded: list[Answers] = []
        self._load_faults: list[dict] = []
        self._without_doubtful: set[int] = set()
        self._lost_loads: Counter[int] = Counter()
        self._time_outs: Counter[str] = Counter()
        self._seconds = 0.0
        self._knows_labels = False

    def call(
        self,
        stub_name: str,
        *args: Any,
        training: bool = False,
        max_bytes: int = 0,
        with_arguments: bool = False,
        then: tuple | None = None,
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
            "then": None if then is None else [_to_frames(value) for value in then],
            "label_of": _LABELS if stub_name == "build_data_matrix" else None,
        }
        if stub_name == "label_beats" and self._knows_labels:
            # Who was asked for the matrix was given right labels, and could remember them.
            self._worker.stop()
            self._knows_labels = False
        self._knows_labels |= stub_name == "build_data_matrix"
        self._load_answer(stub_name, called)
        answer = self._request(stub_name, called, "call", **request)
        if answer.get("error", {}).get("kind") == "not filled" and len(self._loaded) < len(self.files):
            # It calls a stub that another notebook of the submission fills.
            self._load(self.files, called)
            answer = self._request(stub_name, called, "call", **request)
        if "error" in answer:
            raise self._failure(stub_name, called, answer["error"])
        value = answer["value"]
        is_pair = isinstance(value, list) and len(value) == 2
        if (then is not None and not is_pair) or (with_arguments and not _is_with_arguments(value, len(args))):
            raise CallFailed(called, "lost", "a result that cannot be read")
        return value

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
        self, stub_name: str, layers: list[dict], weights: list, input_shape: tuple[int, ...], *, compiled: bool = False
    ) -> frames.ModelData:
        self._require_answer(stub_name)
        called = f"{stub_name}(...)"
        self._load_answer(stub_name, called)
        # The first model may have to wait for TensorFlow's import.
        seconds = LIMITS.training_seconds
        what = {"layers": layers, "weights": weights, "input_shape": list(input_shape), "compiled": compiled}
        answer = self._request(stub_name, called, "make", seconds=seconds, **what)
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
            excuse_time()
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
            cells = self._cells_of(answers)
            # As one array: the header of a frame has no room for a thousand.
            texts = frames.text_to_array(json.dumps([[label, text] for label, text, _ in cells], ensure_ascii=False))
            try:
                answer = self._request(
                    "", called, "load", seconds=LIMITS.load_seconds, max_bytes=_FAULT_BYTES, cells=texts
                )
            except CallFailed:
                if answers.doubtful and id(answers) not in self._without_doubtful:
                    # What ended the worker may be what need not be run.
                    self._without_doubtful.add(id(answers))
                    return self._load(files, called)
                self._lost_loads[id(answers)] += 1
                raise
            self._loaded.append(answers)
            self._load_faults += _checked_faults(answer, cells, called)

    def _cells_of(self, answers: Answers) -> list[tuple[str, str, bool]]:
        """Label and text of what is to be run, and whether it may be left out."""
        cells = [(*cell, place in answers.doubtful) for place, cell in enumerate(answers.cells)]
        return [cell for cell in cells if not cell[2] or id(answers) not in self._without_doubtful]

    def _require_answer(self, stub_name: str) -> None:
        if any(stub_name in answers.filled for answers in self.files):
            return
        for answers in self.files:
            if stub_name in answers.faults:
                raise CallFailed(f"{stub_name}(...)", "syntax", answers.faults[stub_name])
        raise CallFailed(f"{stub_name}(...)", "not filled", absent(stub_name))

    def _failure(self, stub_name: str, called: str, error: dict) -> CallFailed:
        """Blame the cell that could not run, if the function, or a name that it uses, is missing because of it."""
        # The other cells went on without an import that failed: it is the last to be blamed.
        sure = sorted((fault for fault in self._load_faults if not fault["doubtful"]), key=_is_import)
        text = f"{error['type']}: {error['text']}"
        if error["kind"] == "not filled" and error["type"] == "NotFilled" and sure:
            (text, where), after = _said(sure[0]), sure[0]
            return self._package(called, text) or CallFailed(
                called, "cell", text, where, cause=self._cause(text, after)
            )
        if package := self._package(called, text):
            return package
        where = error["where"] if self._is_place(error["where"]) else ""
        return CallFailed(called, error["kind"], text, where, error["bases"], cause=self._cause(text))

    def _is_place(self, where: str) -> bool:
        """Whether a cell has so many lines: code that was compiled under a cell's name could have any."""
        label, _, line = where.partition(", line ")
        number = re.match(r"\d{1,9}(?!\d)", line)
        if number is None:
            return False
        texts = [text for answers in self._loaded for name, text in answers.cells if name == label]
        return any(int(number[0]) <= text.count("\n") + 1 for text in texts)

    def _package(self, called: str, text: str) -> CallFailed | None:
        """The failure, if a missing name is that of a package which is not installed; the package stands in the source."""
        missing = _MISSING.match(text)
        for fault in filter(_is_import, self._load_faults):
            package = _PACKAGE.fullmatch(fault["text"])
            in_import = missing and re.search(rf"\b{missing[1]}\b", fault["where"])
            if package and (in_import or fault["text"] in text) and package[1] in fault["source"]:
                return CallFailed(called, "package", package[1], fault["where"] or fault["cell"])
        return None

    def _cause(self, text: str, after: dict | None = None) -> tuple[str, str] | None:
        """What the first cell that failed said, and its place, if one that failed is where a missing name should be.

        Args:
            text: of the exception.
            after: the fault that it is the text of, if it is that of a cell.
        """
        word = _giver_of(text)
        if not word:
            return None
        for place, source in (each for answers in self._loaded for each in answers.broken):
            if word.search(source):
                return "SyntaxError: it is not valid Python, so that it was not run", place
        failed = [fault for fault in self._load_faults if fault is not after and word.search(fault["source"])]
        first = min(self._load_faults, key=lambda fault: fault["doubtful"]) if failed else after
        return None if first is after or first is None else _said(first)


def _giver_of(text: str) -> re.Pattern[str] | None:
    """What stands in the code that should have made the name, or filled the key, that an exception misses."""
    if missing := _MISSING.match(text):
        return re.compile(rf"\b{missing[1]}\b")
    if missing := _MISSING_KEY.fullmatch(text):
        key = re.escape(missing[1]).replace("'", "['\"]")
        return re.compile(rf"\[\s*{key}\s*\]\s*=(?!=)|[{{,]\s*{key}\s*:")
    return None


def _said(fault: dict) -> tuple[str, str]:
    """What a cell that failed said, and where."""
    text = f"{fault['type']}: {fault['text']}" if fault["kind"] == "raised" else fault["text"]
    return text, fault["where"] or fault["cell"]


def _checked_faults(answer: dict, cells: list[tuple[str, str, bool]], called: str) -> list[dict]:
    """The faults of `worker.main.Worker._load`; the cells could make the worker answer anything."""
    value = answer.get("value")
    try:
        faults = json.loads(frames.array_to_text(value)) if isinstance(value, np.ndarray) else None
    except (ValueError, RecursionError):
        faults = None
    if not isinstance(faults, list) or not all(_is_fault(fault, len(cells)) for fault in faults):
        raise CallFailed(called, "lost", "the cells that it needs change how the worker answers")
    checked = []
    for fault in faults:
        _, source, doubtful = cells[fault["number"]]
        words = {key: printable(str(text), LIMITS.message) for key, text in fault.items()}
        checked.append({**words, "source": source, "doubtful": doubtful})
    return checked


def _is_import(fault: dict) -> bool:
    return "ImportError" in fault["bases"].split()


def _is_fault(fault: Any, cells: int) -> bool:
    is_one = isinstance(fault, dict) and set(fault) == _FAULT and type(fault["number"]) is int
    return is_one and 0 <= fault["number"] < cells


def _is_with_arguments(value: Any, count: int) -> bool:
    """A result and as many arguments as went in; a submission's code could have written the answer."""
    return isinstance(value, list) and len(value) == 2 and isinstance(value[1], list) and len(value[1]) == count


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
