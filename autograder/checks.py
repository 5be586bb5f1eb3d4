"""`@check`: one graded question about a stub, with its points, visibility and hint beside it."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ecgkit.contracts import STUBS

_ATTRIBUTE = "check"

#: Points of each task.
TASK_POINTS = {1: 10, 2: 20, 3: 15, 4: 5, 5: 15, 6: 15, 7: 10, 8: 10}


@dataclass(frozen=True)
class Check:
    """One graded question.

    Attributes:
        id: name of the check's function without "test_".
        stub: the stub it is about.
        points: what it is worth; all or nothing.
        visible: whether a student can run it and may read its input and expected values.
        hint: where to look when it fails.
        function: called as `function(submission, data)`; raises `CheckFailed`.
    """

    id: str
    stub: str
    points: float
    visible: bool
    hint: str
    function: Callable[..., None]

    @property
    def task(self) -> int:
        """Number of the task of its stub."""
        return STUBS[self.stub].task

    @property
    def sentence(self) -> str:
        """What the student reads: the first paragraph of the docstring."""
        return " ".join((inspect.getdoc(self.function) or "").split("\n\n")[0].split())


def check(stub: str, *, points: float, hint: str, visible: bool = False) -> Callable[[Callable], Callable]:
    """Make a check of a test function `test_...(submission, data)`; its docstring is the sentence a student reads.

    Args:
        stub: the stub it is about.
        points: what it is worth.
        hint: where to look when it fails; never empty.
        visible: whether a student can run it. A visible check uses no oracle.
    """
    if stub not in STUBS or not hint or points <= 0:
        raise ValueError(f"A check needs a declared stub, a hint and points. Received {stub!r}, {hint!r}, {points!r}.")

    def declare(function: Callable) -> Callable:
        declared = Check(function.__name__.removeprefix("test_"), stub, points, visible, hint, function)
        setattr(function, _ATTRIBUTE, declared)
        return function

    return declare


def all_checks() -> list[Check]:
    """Every check of the course, in the order of tasks and files."""
    modules = sorted(Path(__file__).parent.glob("test_task*.py"))
    return [found for module in modules for found in checks_of(importlib.import_module(f"autograder.{module.stem}"))]


def visible_first(checks: Iterable[Check]) -> list[Check]:
    """Checks in the order in which they are run: a submission that remembers what it was called with, and says so in a visible
    check, knows of no hidden one yet."""
    return sorted(checks, key=lambda check: not check.visible)


def checks_of(module: object) -> Iterator[Check]:
    """The checks of one module, in the order of its lines."""
    found = [check_of(value) for value in vars(module).values() if hasattr(value, _ATTRIBUTE)]
    yield from sorted(found, key=lambda check: check.function.__code__.co_firstlineno)


def check_of(function: Callable) -> Check:
    """The check that `@check` made of a function."""
    return getattr(function, _ATTRIBUTE)
