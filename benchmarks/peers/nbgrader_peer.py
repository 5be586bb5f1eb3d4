"""nbgrader 0.9.6 as it is shipped: our checks as autograded cells, executed in the student's kernel."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from .bodies import Submission, with_cells
from .box import Job, Report, run_quietly
from .course import NOTEBOOK, Assignment, Graded, code_cell, notebook

PYTHON = Path(sys.executable)
STUDENT = "student"
_SCORES = """
select grade.auto_score, grade.manual_score, grade.extra_credit from grade
join submitted_notebook on grade.notebook_id = submitted_notebook.id
join submitted_assignment on submitted_notebook.assignment_id = submitted_assignment.id
join assignment on submitted_assignment.assignment_id = assignment.id
where submitted_assignment.student_id = ? and assignment.name = ?
"""
#: nbgrader runs alembic by its bare name and looks for its kernel in the environment.
_COMMAND = ["-m", "nbgrader"]


class Nbgrader:
    """A course folder with its gradebook.

    Args:
        folder: an empty one.
    """

    name = "nbgrader 0.9.6"
    python = PYTHON

    def __init__(self, folder: Path) -> None:
        self.course = folder / "nbgrader"
        self.course.mkdir()
        (self.course / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'course'\n")

    def prepare(self, assignment: Assignment) -> None:
        """What the instructor does before: the source notebook and `nbgrader generate_assignment`."""
        source = self.course / "source" / assignment.name
        source.mkdir(parents=True)
        (source / NOTEBOOK).write_text(notebook(test_cells(assignment)))
        self._run("generate_assignment", assignment.name)

    def hand_in(self, submission: Submission, assignment: Assignment, folder: Path) -> None:
        """Write what a student hands in: the notebook under the name that nbgrader wants, its test cells in it."""
        with tempfile.TemporaryDirectory() as made:
            path = submission.make(Path(made))
            if path.is_dir():
                subprocess.run(["cp", "-a", f"{path}/.", str(folder)], check=True)
                target = folder / NOTEBOOK
            else:
                # What happened to the name stays: another ending, odd characters.
                target = folder / (NOTEBOOK if re.fullmatch(r"\w+\.ipynb", path.name) else path.name)
                subprocess.run(["cp", "-a", str(path), str(target)], check=True)
        if target.is_file():
            cells = self._released_cells(assignment)
            target.write_bytes(with_cells(target.read_bytes(), cells, submission.cells))

    def _released_cells(self, assignment: Assignment) -> list[dict]:
        """The test cells of the notebook that students get."""
        return json.loads((self.course / "release" / assignment.name / NOTEBOOK).read_text())["cells"]

    def job(self, assignment: Assignment, submitted: Path) -> Job:
        """Grade one submission in a box.

        Args:
            assignment: a prepared one.
            submitted: folder with what the student handed in.
        """
        command = [str(PYTHON), *_COMMAND, "autograde", assignment.name, "--student", STUDENT]
        return Job(
            command,
            cwd=str(self.course),
            copies=[(str(submitted), str(self.course / "submitted" / STUDENT / assignment.name))],
            results=[str(self.course / "gradebook.db")],
        )

    def graded(self, assignment: Assignment, report: Report) -> Graded:
        """The score in the gradebook afterwards."""
        if report.code:
            return Graded(None, last_line(report.log))
        if report.code is None:
            return Graded(None, "its time was up")
        with tempfile.NamedTemporaryFile(suffix=".db") as copy:
            copy.write(next(iter(report.files.values()), b""))
            copy.flush()
            return _score(Path(copy.name), assignment.name, STUDENT)

    def collect(self, assignment: Assignment, submitted: dict[str, Path]) -> None:
        """Put the notebooks of a class where they are graded from."""
        shutil.rmtree(self.course / "submitted", ignore_errors=True)
        shutil.rmtree(self.course / "autograded", ignore_errors=True)
        for student, path in submitted.items():
            place = self.course / "submitted" / student / assignment.name
            place.mkdir(parents=True)
            cells = self._released_cells(assignment)
            (place / NOTEBOOK).write_bytes(with_cells(path.read_bytes(), cells, "kept"))

    def grade_class(self, assignment: Assignment) -> None:
        """`nbgrader autograde` of the class that was collected."""
        self._run("autograde", assignment.name)

    def class_grades(self, assignment: Assignment, students: Iterable[str]) -> dict[str, Graded]:
        """What it found."""
        return {student: _score(self.course / "gradebook.db", assignment.name, student) for student in students}

    def _run(self, *arguments: str) -> None:
        run_quietly([str(PYTHON), *_COMMAND, *arguments], self.course, PYTHON)


def test_cells(assignment: Assignment) -> list[dict]:
    """One autograded cell a check; its bare last expression is the points, which nbgrader takes as partial credit."""
    cells = []
    for check in assignment.checks:
        source = f"{assignment.test(check)}\nresult.points"
        if not check.visible:
            source = f"### BEGIN HIDDEN TESTS\n{source}\n### END HIDDEN TESTS"
        kind = {"grade": True, "locked": True, "solution": False, "task": False, "schema_version": 3}
        cells.append(code_cell(source, nbgrader={**kind, "grade_id": check.id, "points": check.points}))
    return cells


def last_line(log: str) -> str:
    """The last line that names an error in what a grader printed, else the last one."""
    lines = [line.strip() for line in log.splitlines() if line.strip()]
    errors = [line for line in lines if re.match(r"[\w.]*(Error|Exception)\b: ", line)]
    return (errors or lines or [""])[-1][:200]


def _score(gradebook: Path, assignment: str, student: str) -> Graded:
    with contextlib.closing(sqlite3.connect(gradebook)) as base:
        try:
            rows = base.execute(_SCORES, (student, assignment)).fetchall()
        except sqlite3.DatabaseError as error:
            return Graded(None, f"gradebook: {error}")
    if not rows or any(auto is None and manual is None for auto, manual, _ in rows):
        return Graded(None, "waits for manual grading" if rows else "no grade in the gradebook")
    return Graded(sum((auto if manual is None else manual) + (extra or 0) for auto, manual, extra in rows))
