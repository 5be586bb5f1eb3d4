"""The page that a student reads: what failed, why, where to look, and what the answer should look like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ecgkit.contracts import STUBS

from ..checks import all_checks
from ..results import Result, total
from .page import write_page
from .pictures import Picture, picture_of
from .students import Student, tasks_of


@dataclass(frozen=True)
class Card:
    """Checks that ended in the same way: an empty answer says so once, not fifteen times.

    Attributes:
        results: the checks.
        message: the longest of their messages, all of which begin alike.
        hints: where to look, each once.
    """

    results: list[Result]
    message: str
    hints: list[str]

    @property
    def outcome(self) -> str:
        """How they ended."""
        return self.results[0].outcome

    @property
    def max_points(self) -> float:
        """What they are worth together."""
        return total(self.results)[1]


@dataclass(frozen=True)
class Stub:
    """The checks of one function.

    Attributes:
        name: of the function; "" for checks that the course no longer has.
        open: those that it did not pass.
        passed: those it did.
        picture: the expected shape of its answer, if it fails a check that its student can run.
    """

    name: str
    open: list[Card]
    passed: list[Result]
    picture: Picture | None


@dataclass(frozen=True)
class Section:
    """One task on the page."""

    task: int
    title: str
    points: float
    max_points: float
    passed: int
    failed: int
    stubs: list[Stub]


def write_feedback(path: Path, student: Student) -> Path:
    """Write the page of one student. It holds no seed, no hidden input and no expected value of a hidden check.

    Args:
        path: of the page.
        student: whose.
    """
    results = student.graded.results
    sections = [_section(task, [result for result in results if result.task == task]) for task in tasks_of([student])]
    return write_page(path, "feedback.html.jinja", student=student, sections=sections)


def _section(task: int, results: Sequence[Result]) -> Section:
    points, max_points = total(results)
    outcomes = [result.outcome for result in results]
    names = dict.fromkeys(_stub_names().get(result.id, "") for result in results)
    stubs = [_stub(name, [result for result in results if _stub_names().get(result.id, "") == name]) for name in names]
    return Section(
        task, task_title(task), points, max_points, outcomes.count("passed"), outcomes.count("failed"), stubs
    )


def _stub(name: str, results: Sequence[Result]) -> Stub:
    not_passed = [result for result in results if result.outcome != "passed"]
    passed = [result for result in results if result.outcome == "passed"]
    shows = any(result.visible and result.outcome == "failed" for result in results)
    return Stub(name, _cards(not_passed), passed, picture_of(name) if shows else None)


def _cards(results: Sequence[Result]) -> list[Card]:
    groups: dict[tuple[str, str], list[Result]] = {}
    for result in results:
        groups.setdefault((result.outcome, result.message.partition("\n")[0]), []).append(result)
    return [
        Card(
            group,
            max((result.message for result in group), key=len),
            list(dict.fromkeys(result.hint for result in group if result.hint)),
        )
        for group in groups.values()
    ]


@cache
def _stub_names() -> dict[str, str]:
    return {check.id: check.stub for check in all_checks()}


@cache
def task_title(task: int) -> str:
    """The name of a task: that of the module which declares its stubs."""
    modules = [stub.__module__.rpartition(".")[2] for stub in STUBS.values() if stub.task == task]
    return modules[0] if modules else ""
