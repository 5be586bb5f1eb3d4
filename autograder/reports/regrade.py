"""What a grading run changed since an earlier one: who gains, who loses, and by which checks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..lms_names import shared_numbers
from ..results import Result
from .manual import has_marks, write_marks
from .page import number
from .students import Student, read_students

if TYPE_CHECKING:
    from rich.console import Console


@dataclass(frozen=True)
class CheckChange:
    """One check that gave a student other points than before.

    Attributes:
        check: its id.
        before: points, None if it was not there.
        after: points, None if it is gone.
        ended: how it ended before and after, such as "failed, passed".
    """

    check: str
    before: float | None
    after: float | None
    ended: str

    @property
    def difference(self) -> float:
        """Points gained; below 0, lost."""
        return (self.after or 0) - (self.before or 0)


@dataclass(frozen=True)
class StudentChange:
    """One student whose points differ."""

    student: str
    before: float
    after: float
    manual: float
    checks: list[CheckChange]

    @property
    def difference(self) -> float:
        """Points gained; below 0, lost."""
        return round(self.after - self.before, 6)


@dataclass(frozen=True)
class Comparison:
    """Two runs side by side.

    Attributes:
        changes: students whose points, or whose checks, differ; the largest loss first.
        unchanged: number of the others.
        only_before: students that the later run lacks.
        only_after: students that the earlier run lacks.
        marks_left: those of `only_before` whom a person gave marks.
    """

    changes: list[StudentChange]
    unchanged: int
    only_before: list[str]
    only_after: list[str]
    marks_left: list[str]


def keep_marks(earlier: Path, later: Path) -> list[str]:
    """Copy the marks that a person gave into a later run; marks that are there already stay.

    Args:
        earlier: folder of a run.
        later: folder of another run.

    Returns:
        The students whose marks were copied.
    """
    pairs = _pairs(earlier, later)[0]
    lacking = [(before, after) for before, after in pairs if before.marks and not has_marks(after.folder)]
    for before, after in lacking:
        write_marks(after.folder, before.marks)
    return [after.name for _, after in lacking]


def compare(earlier: Path, later: Path) -> Comparison:
    """Compare two runs, student by student and check by check.

    Args:
        earlier: folder of the run before something changed.
        later: folder of the run after it; marks given by a person are copied into it first, see `keep_marks`.
    """
    keep_marks(earlier, later)
    pairs, only_before, only_after = _pairs(earlier, later)
    both = [_change(before, after) for before, after in pairs]
    changes = [change for change in both if change.difference or change.checks]
    changes.sort(key=lambda change: (change.difference, change.student))
    marks_left = [student.name for student in only_before if student.marks]
    gone, new = ([student.name for student in students] for students in (only_before, only_after))
    return Comparison(changes, len(both) - len(changes), gone, new, marks_left)


def _pairs(earlier: Path, later: Path) -> tuple[list[tuple[Student, Student]], list[Student], list[Student]]:
    """The students of both runs, those of the earlier one alone, and those of the later one alone.

    Who is called otherwise now is known by the number on Canvas; Moodle gives another one in each assignment.
    """
    before, after = ({student.name: student for student in read_students(out)} for out in (earlier, later))
    old, new = (_by_number(students.values()) for students in (before, after))
    both = [(before.pop(name), after.pop(name)) for name in [*after] if name in before]
    for canvas_id in sorted(old.keys() & new.keys()):
        if old[canvas_id] in before and new[canvas_id] in after:
            both.append((before.pop(old[canvas_id]), after.pop(new[canvas_id])))
    return both, list(before.values()), list(after.values())


def _by_number(students: Iterable[Student]) -> dict[str, str]:
    """Names of students by their number on Canvas, where it is one student's."""
    owners = [student.owner for student in students]
    shared = shared_numbers(owners)
    return {
        canvas_id: owner.student
        for owner in owners
        for canvas_id in owner.numbers
        if owner.platform == "canvas" and ("canvas", canvas_id) not in shared
    }


def _change(before: Student, after: Student) -> StudentChange:
    return StudentChange(after.name, before.points, after.points, after.manual, list(_check_changes(before, after)))


def _check_changes(before: Student, after: Student) -> Iterable[CheckChange]:
    old, new = ({result.id: result for result in student.graded.results} for student in (before, after))
    for name in dict.fromkeys([*old, *new]):
        change = CheckChange(name, _points(old.get(name)), _points(new.get(name)), _ended(old.get(name), new.get(name)))
        # A check that one of the runs did not have, and that gave nothing, changes nothing.
        is_other = name in old and name in new and old[name].outcome != new[name].outcome
        if change.difference or is_other:
            yield change


def _points(result: Result | None) -> float | None:
    return None if result is None else result.points


def _outcome(result: Result | None) -> str:
    return "not there" if result is None else result.outcome


def _ended(before: Result | None, after: Result | None) -> str:
    old, new = _outcome(before), _outcome(after)
    return f"still {new}, other points" if old == new else f"{old}, now {new}"


def print_comparison(comparison: Comparison, console: Console | None = None) -> None:
    """Print who gains and who loses, then the same by check.

    Args:
        comparison: what `compare` found.
        console: where to; the terminal if None.
    """
    from rich.console import Console

    console = console or Console(highlight=False)
    gain = sum(change.difference > 0 for change in comparison.changes)
    lose = sum(change.difference < 0 for change in comparison.changes)
    same = comparison.unchanged + len(comparison.changes) - gain - lose
    if comparison.changes:
        _print_students(comparison, console)
        _print_checks(comparison, console)
    console.print(f"{gain} gain, {lose} lose, {same} keep their points. Marks given by a person are kept.")
    if comparison.marks_left:
        left = ", ".join(comparison.marks_left)
        console.print(f"Not so the marks of {left}: nobody is called so in the later run.", markup=False)
    for names, what in (
        (comparison.only_before, "only in the earlier run"),
        (comparison.only_after, "only in the later run"),
    ):
        if names:
            console.print(f"{len(names)} {what}: {', '.join(names)}", markup=False)


def _print_students(comparison: Comparison, console: Console) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("student")
    for title in ("before", "after", "change", "manual"):
        table.add_column(title, justify="right")
    table.add_column("by")
    for change in comparison.changes:
        numbers = [number(change.before), number(change.after), _signed(change.difference), number(change.manual)]
        by = "\n".join(f"{check.check} {_signed(check.difference)} ({check.ended})" for check in change.checks)
        # Not as rich's markup: a folder may be called anything.
        table.add_row(Text(change.student), *numbers, Text(by))
    console.print(table)


def _print_checks(comparison: Comparison, console: Console) -> None:
    from rich.table import Table
    from rich.text import Text

    differences: dict[str, list[float]] = {}
    for change in comparison.changes:
        for check in change.checks:
            differences.setdefault(check.check, []).append(check.difference)
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("check")
    for title in ("gain", "lose", "points"):
        table.add_column(title, justify="right")
    for name, values in sorted(differences.items(), key=lambda item: sum(item[1])):
        counts = [str(sum(value > 0 for value in values)), str(sum(value < 0 for value in values))]
        table.add_row(Text(name), *counts, _signed(sum(values)))
    console.print(table)


def _signed(value: float) -> str:
    return f"+{number(value)}" if value > 0 else number(value)
