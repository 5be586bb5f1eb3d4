"""The visible checks inside a student's notebook: same checks, run where the student works."""

from __future__ import annotations

import os
from typing import Any

import numpy as np

from ecgkit.contracts import STUBS

from .checks import all_checks
from .failures import CallFailed, CheckFailed, describe_call
from .grading_data import GradingData
from .results import Result, total
from .running import run_check
from .worker import calls, frames, models, views


class NotebookSubmission:
    """The stubs as they are filled in this process."""

    def __init__(self) -> None:
        self._kept = views.Values()

    def call(self, stub_name: str, *args: Any, training: bool = False, max_bytes: int = 0, **kwargs: Any) -> Any:
        """Call a stub; see `submission.Submission`."""
        answer = calls.attempt(lambda: calls.run_stub(stub_name, _with_handles(args), kwargs, self._kept))
        if "error" in answer:
            error = answer["error"]
            called = describe_call(stub_name, args, kwargs)
            raise CallFailed(called, error["kind"], f"{error['type']}: {error['text']}", error["where"])
        return answer["value"]

    def inspect(self, model: Any, input_shape: tuple[int, ...]) -> list[dict]:
        """See `submission.Submission`."""
        try:
            return models.summarize(models.rebuild(model.layers, input_shape))
        except models.ModelRefused as error:
            raise CheckFailed(str(error)) from error

    def predict(self, model: Any, X: np.ndarray) -> np.ndarray:
        """See `submission.Submission`."""
        return np.asarray(self._kept[model.handle].predict(X, batch_size=512, verbose=0))


def run_visible_checks(stub_name: str) -> None:
    """Run the visible checks of one stub and print what they found, with what is checked later."""
    checks = [check for check in all_checks() if check.stub == stub_name]
    if not checks:
        raise ValueError(f"No check is about {stub_name!r}. The stubs are: {', '.join(STUBS)}.")
    submission, data = NotebookSubmission(), GradingData(os.environ.get("ECGKIT_DATABASE", "auto"))
    results = [run_check(check, submission, data) for check in checks if check.visible]
    _print(stub_name, results, sum(check.points for check in checks if not check.visible))


def _print(stub_name: str, results: list[Result], hidden_points: float) -> None:
    for result in results:
        print(f"{result.outcome:7} {result.points:g}/{result.max_points:g}  {result.name}")
        for line in [*result.message.splitlines(), *([f"Hint: {result.hint}"] if result.hint else [])]:
            print(f"              {line}")
    points, max_points = total(results)
    print(f"{stub_name}: visible {points:g}/{max_points:g} points; {hidden_points:g} points are checked after you submit.")


def _with_handles(args: tuple) -> list:
    return [frames.Handle(value.handle) if isinstance(value, frames.ModelData) else value for value in args]
