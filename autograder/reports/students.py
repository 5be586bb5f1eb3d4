"""A folder of graded students, read back: those of a class's run.json, or one for each folder with a results.json."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..class_folder import ClassFolder
from ..lms_names import Owner
from ..results import Graded, total
from .manual import ManualMark, read_marks


@dataclass(frozen=True)
class Student:
    """What is known about one student.

    Attributes:
        folder: where results.json lies.
        graded: what the grading run found.
        marks: given by a person.
        owner: the student, as a learning platform or the name of the folder says.
    """

    folder: Path
    graded: Graded
    marks: tuple[ManualMark, ...]
    owner: Owner

    @property
    def name(self) -> str:
        """The student's name; a folder's may be another where a system does not allow it."""
        return self.owner.student

    @property
    def automatic(self) -> float:
        """Points of the checks."""
        return total(self.graded.results)[0]

    @property
    def manual(self) -> float:
        """Points given by a person."""
        return sum(mark.points for mark in self.marks)

    @property
    def points(self) -> float:
        """All points."""
        return self.automatic + self.manual

    @property
    def max_points(self) -> float:
        """All points that could be reached; 0 if nothing was graded."""
        return total(self.graded.results)[1] + sum(mark.max_points for mark in self.marks)

    @property
    def share(self) -> float:
        """Points as a share of those possible, 0 to 1; extra points do not lift it further."""
        return min(max(self.points / self.max_points, 0), 1) if self.max_points else 0

    @property
    def seconds(self) -> float:
        """Time of all checks."""
        return sum(result.seconds for result in self.graded.results)

    def task_points(self, task: int) -> tuple[float, float]:
        """Points reached and possible in one task, by its checks."""
        return total([result for result in self.graded.results if result.task == task])

    def count(self, outcome: str) -> int:
        """How many checks ended like this."""
        return sum(result.outcome == outcome for result in self.graded.results)


class ResultsError(ValueError):
    """A student's files do not hold results; says whose."""


def read_students(out: Path) -> list[Student]:
    """The students of a grading run, sorted by name.

    Args:
        out: folder of a class, see `class_folder`; or any folder with a folder a student, as `Graded.write` leaves it.

    Raises:
        ResultsError: a student's results cannot be read; says whose.
        MarksError: a student's marks cannot be read; says whose.
    """
    students = [_read(folder, owner) for folder, owner in _graded(out)]
    return sorted(students, key=lambda student: (student.name.casefold(), student.name))


def _graded(out: Path) -> Iterator[tuple[Path, Owner]]:
    """Folders whose results count, and whose they are."""
    if not (out / "run.json").exists():
        yield from ((path.parent, Owner(path.parent.name)) for path in out.glob("*/results.json"))
        return
    known = ClassFolder(out)
    for name in known.students:
        if (known.folder(name) / "handed_in.json").is_file():
            yield known.folder(name), known.owner(name)


def tasks_of(students: list[Student]) -> list[int]:
    """The tasks that were graded, in ascending order."""
    return sorted({result.task for student in students for result in student.graded.results})


def _read(folder: Path, owner: Owner) -> Student:
    try:
        graded = Graded.read(folder)
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise ResultsError(
            f"{folder} does not hold the results of a grading run: {error!r}. Grade it again."
        ) from error
    return Student(folder, graded, read_marks(folder), owner)
