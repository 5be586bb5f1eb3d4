"""The visible checks inside a student's notebook: same checks, run where the student works."""

from __future__ import annotations

import inspect
import io
import json
import logging
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import replace
from pathlib import Path
from types import FunctionType
from typing import Any

import numpy as np

from ecgkit.contracts import STUBS, nearest
from ecgkit.plain_errors import PlainError

from .checks import all_checks
from .failures import CallFailed, CheckFailed, describe_call
from .grading_data import GradingData
from .result_text import lines_of
from .results import Result, total
from .running import run_check
from .worker import calls, frames, learning, models, views
from .worker.allowed import ModelRefused

#: Written by `handout`.
_HIDDEN_POINTS = Path(__file__).with_name("hidden_points.json")

#: Lines of what a function prints that are shown.
_PRINTED_LINES = 10

#: The line of a message that may be the only one to differ where one mistake fails several checks.
_WHICH_CALL = re.compile(r"^Called: .*\n", re.MULTILINE)

#: What `label_beats` gives while `build_data_matrix` runs, of the beats in its visible checks; see `submission`.
_LABELS = {"N": 0, "V": 1, "A": 1}


class NotebookSubmission:
    """The stubs as they are filled in this process."""

    def __init__(self) -> None:
        self._kept = views.Values()
        self.last_call = ""

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
        """Call a stub; see `submission.Submission`."""
        self.last_call = called = describe_call(stub_name, args, kwargs)
        answer = calls.attempt(
            lambda: calls.run_stub(
                stub_name,
                _own(args),
                kwargs,
                self._kept,
                with_arguments=with_arguments,
                then=None if then is None else _own(then),
                label_of=_LABELS if stub_name == "build_data_matrix" else None,
            )
        )
        if "error" in answer:
            error = answer["error"]
            text = f"{error['type']}: {error['text']}"
            raise CallFailed(called, error["kind"], text, error["where"], error["bases"])
        return answer["value"]

    def inspect(self, model: Any, input_shape: tuple[int, ...]) -> list[dict]:
        """See `submission.Submission`."""
        try:
            return models.summarize(models.rebuild(model.layers, input_shape))
        except ModelRefused as error:
            raise CheckFailed(str(error)) from error

    def predict(self, model: Any, X: np.ndarray) -> np.ndarray:
        """See `submission.Submission`."""
        return np.asarray(self._kept[model.handle].predict(X, batch_size=512, verbose=0))

    def make_model(
        self, stub_name: str, layers: list[dict], weights: list, input_shape: tuple[int, ...], *, compiled: bool = False
    ) -> frames.ModelData:
        """See `submission.Submission`."""
        return frames.ModelData(self._kept.keep(models.made(layers, input_shape, weights, compiled=compiled)), layers)

    def learn(
        self, model: Any, X: np.ndarray, y: np.ndarray, X_test: np.ndarray, recipe: dict
    ) -> tuple[np.ndarray, bool]:
        """See `submission.Submission`."""
        try:
            answer = learning.learn(model.layers, X.shape[1:], X, y, X_test, recipe)
        except ModelRefused as error:
            raise CheckFailed(str(error)) from error
        return answer["y_prob"], answer["stopped"]


class ChecksFailed(PlainError):
    """A visible check failed."""


def run_visible_checks(stub_name: str) -> None:
    """Run the visible checks of one stub and print what they found, with what is checked later.

    Raises:
        ChecksFailed: one of them failed, so that "run all" stops where work is to be done.
    """
    if stub_name not in STUBS:
        raise ValueError(f"No check is about {stub_name!r}.{nearest(stub_name)}")
    submission, data = NotebookSubmission(), GradingData(os.environ.get("ECGKIT_DATABASE", "auto"))
    checks = [check for check in all_checks() if check.stub == stub_name and check.visible]
    with _folded_output():
        results = [run_check(check, submission, data) for check in checks]
    _print(stub_name, results, _hidden_points(stub_name))
    if _is_defined_without_fill(stub_name):
        print(
            f"Mind: the last `{stub_name}` that you defined lacks its `@fill`, so that it is not the one that was checked. Write "
            f"`@fill` above `def {stub_name}`, and run that cell again."
        )
    failed = sum(result.outcome != "passed" for result in results)
    if failed:
        raise ChecksFailed(f"{failed} of {len(results)} visible checks of `{stub_name}` did not pass; see above.")


@contextmanager
def _folded_output() -> Iterator[None]:
    """Show the beginning of what the student's function prints: a training has a bar for each of fifty epochs.

    And not TensorFlow's warning that networks are made in a loop, which is what checks do.
    """
    printed, logger = io.StringIO(), logging.getLogger("tensorflow")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with redirect_stdout(printed):
            yield
    finally:
        logger.setLevel(level)
        # Of a bar that was drawn over itself, what is left at the end.
        lines = [line.rpartition("\r")[2] for line in printed.getvalue().removesuffix("\n").split("\n")]
        if any(lines):
            print("\n".join(lines[:_PRINTED_LINES]))
        if len(lines) > _PRINTED_LINES:
            print(f"... and {len(lines) - _PRINTED_LINES} lines more that your function printed.")


def _is_defined_without_fill(stub_name: str) -> bool:
    """Whether the notebook's function of this name is another one than that which fills the stub."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    function = shell.user_ns.get(stub_name) if shell else None
    body = STUBS[stub_name].body
    # What fills the stub may be the function in a wrapper.
    filled = inspect.unwrap(body) if body else None
    return isinstance(function, FunctionType) and inspect.unwrap(function) is not filled


def _hidden_points(stub_name: str) -> float:
    """What the hidden checks are worth. Students have none of them, but a file that knows their points."""
    if _HIDDEN_POINTS.is_file():
        return json.loads(_HIDDEN_POINTS.read_text(encoding="utf-8"))[stub_name]
    return sum(check.points for check in all_checks() if check.stub == stub_name and not check.visible)


def _print(stub_name: str, results: list[Result], hidden_points: float) -> None:
    said: set[str] = set()
    for result in results:
        message = _WHICH_CALL.sub("", result.message)
        print("\n".join(lines_of(replace(result, message="The same as above.") if message in said else result)))
        said.add(message or result.id)
    points, max_points = total(results)
    later = f"{hidden_points:g} point{'s are' if hidden_points != 1 else ' is'}" if hidden_points else "nothing more is"
    print(f"{stub_name}: visible {points:g}/{max_points:g} points; {later} checked after you submit.")


def _own(args: tuple) -> list:
    """The student's own models, and arrays that the student may change: the check still needs its own."""
    return [_own_value(value) for value in args]


def _own_value(value: Any) -> Any:
    if isinstance(value, frames.ModelData):
        return frames.Handle(value.handle)
    if isinstance(value, list | tuple):
        return type(value)(map(_own_value, value))
    return value.copy() if isinstance(value, np.ndarray) else value
