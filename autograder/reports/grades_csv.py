"""The grades as tables: plain, as Canvas imports them, and as Moodle does."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Container, Iterable, Sequence
from pathlib import Path

from ecgkit.whole_files import write_whole

from ..checks import TASK_POINTS
from ..lms_names import shared_numbers
from .page import number
from .students import Student, tasks_of

#: The assignment, and so the column, in a learning platform's gradebook if all tasks were graded.
TITLE = "ECG course"


def write_plain(path: Path, students: Sequence[Student]) -> Path:
    """One row a student: points a task, those that a person gave, the total. No times: a run repeated gives the same file."""
    tasks = tasks_of(list(students))
    names = [f"task {task}" for task in tasks]
    header = ["student", *names, "automatic", "manual", "total", "max points", "not run", "late", "refused"]
    return _write(path, [header, *(_plain_row(student, tasks) for student in students)])


def _plain_row(student: Student, tasks: Sequence[int]) -> list[str]:
    sums = [student.task_points(task)[0] for task in tasks]
    sums += [student.automatic, student.manual, student.points, student.max_points]
    late = "late" if student.owner.is_late else ""
    return [student.name, *map(number, sums), str(student.count("not run")), late, student.graded.refused]


def write_canvas(path: Path, students: Sequence[Student]) -> Path:
    """Canvas' own columns. A user is found by ID if Canvas named the submission, else by login, else by name.

    Where two have one ID, neither gets it, nor a grade: who is who, a person is to say.

    Canvas offers to make an assignment if it has none of this column's name.

    Source: https://github.com/instructure/canvas-lms/blob/master/lib/gradebook_importer.rb and
    https://community.canvaslms.com/t5/Instructor-Guide/How-do-I-import-grades-in-the-Gradebook/ta-p/807.

    Args:
        path: of the file.
        students: the class.
    """
    header = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", _title(students)]
    possible = max((student.max_points for student in students), default=0)
    points_possible = ["    Points Possible", "", "", "", "", number(possible)]
    shared = shared_numbers(student.owner for student in students)
    return _write(path, [header, points_possible, *(_canvas_row(student, shared) for student in students)])


def _canvas_row(student: Student, shared: Container[tuple[str, str]]) -> list[str]:
    user, grade = next(iter(_numbers_on(student, "canvas")), ""), _grade(student)
    if ("canvas", user) in shared:
        user = grade = ""
    login = "" if student.owner.platform else student.name
    return [student.name, user, "", login, "", grade]


def write_moodle(path: Path, students: Sequence[Student]) -> Path:
    """A table for both ways into Moodle.

    An assignment's offline grading worksheet is recognised by "Identifier", "Grade" and "Last modified (grade)"; Moodle's
    download of all submissions gives the numbers: one in each assignment, and so a row for each; it passes over those of
    others. The gradebook's own import asks which column names the user, "Username" here, and which one is the grade. Of a number
    that two have, neither gets the grade.

    Source: https://github.com/moodle/moodle/blob/main/mod/assign/feedback/offline/importgradeslib.php and
    https://docs.moodle.org/en/Grade_import.
    """
    header = [
        "Identifier",
        "Full name",
        "Username",
        "Grade",
        "Maximum grade",
        "Last modified (grade)",
        _title(students),
    ]
    shared = shared_numbers(student.owner for student in students)
    rows = [row for student in students for row in _moodle_rows(student, shared)]
    return _write(path, [header, *rows])


def _title(students: Sequence[Student]) -> str:
    """One that no other task's table has: the import of one must not replace the grades of another."""
    tasks = tasks_of(list(students))
    if not tasks or tasks == list(TASK_POINTS):
        return TITLE
    return f"{TITLE}, task{'s' if len(tasks) > 1 else ''} {', '.join(map(str, tasks))}"


def _moodle_rows(student: Student, shared: Container[tuple[str, str]]) -> list[list[str]]:
    numbers = _numbers_on(student, "moodle")
    full_name = student.owner.name if numbers else ""
    username = "" if student.owner.platform else student.name
    rows = []
    for each in numbers or ("",):
        identifier, grade = f"Participant {each}" if each else "", _grade(student)
        if ("moodle", each) in shared:
            identifier = grade = ""
        rows.append([identifier, full_name, username, grade, number(student.max_points), "-", grade])
    return rows


def _numbers_on(student: Student, platform: str) -> tuple[str, ...]:
    """Never guessed from a name: `group_12` would give somebody else's grade to user 12."""
    return student.owner.numbers if student.owner.platform == platform else ()


def _grade(student: Student) -> str:
    """Platforms take no grade below 0 from a file; a student whose checks could not all be run has none yet."""
    return "" if student.count("not run") else number(max(student.points, 0))


def _write(path: Path, rows: Iterable[Sequence[str]]) -> Path:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([[_no_formula(cell) for cell in row] for row in rows])
    return write_whole(path, text.getvalue())


#: How a formula begins, also after what some spreadsheets take for the end of a cell.
_FORMULA = re.compile(
    r"(^|[;\t\r\n])(?=[ \N{NO-BREAK SPACE}]*[=+\-@\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}\t\r\n])"
)


def _no_formula(cell: str) -> str:
    """A cell that a spreadsheet takes for text: https://owasp.org/www-community/attacks/CSV_Injection."""
    try:
        float(cell)
    except ValueError:
        return cell if cell == "-" else _FORMULA.sub(r"\1'", cell)
    return cell
