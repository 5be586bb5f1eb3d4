"""otter-grader 7.0.0 as it is shipped: our checks as its exception-based test files, run by `otter run` without Docker."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from .bodies import Submission
from .box import Job, Report, run_quietly
from .course import NOTEBOOK, PROCESSES, Assignment, Graded
from .environment import make_environment, python_of
from .nbgrader_peer import last_line

#: An environment of its own, for it needs an older wrapt than ours.
PYTHON = python_of("otter")
#: Ours holds this for jupyter-server; otter-grader does not bring it and would pay 2 s a process for its import.
HIDDEN = {"rfc3987_syntax": 'raise ImportError("not a package of otter-grader")\n'}
_CASE = """\
@test_case(name={name!r}, points={points!r}, hidden={hidden})
def test_{number}(env):
{body}
    assert result.outcome == "passed", result.message
"""


class Otter:
    """A folder with one autograder.zip an assignment.

    Args:
        folder: an empty one.
    """

    name = "otter-grader 7.0.0"
    python = PYTHON

    def __init__(self, folder: Path) -> None:
        make_environment("otter", HIDDEN)
        self.folder = folder / "otter"
        self.folder.mkdir()

    def prepare(self, assignment: Assignment) -> None:
        """What the instructor does before: test files and settings in a zip."""
        with zipfile.ZipFile(self._zip(assignment), "w") as archive:
            archive.writestr("otter_config.json", json.dumps({"show_hidden": True}))
            for stub in sorted(assignment.stubs):
                archive.writestr(f"tests/{stub}.py", test_file(assignment, stub))

    def hand_in(self, submission: Submission, assignment: Assignment, folder: Path) -> None:
        """Write what a student hands in: one file, or a zip of several."""
        with tempfile.TemporaryDirectory() as made:
            path = submission.make(Path(made))
            if not path.is_dir():
                subprocess.run(["cp", "-a", str(path), str(folder)], check=True)
                return
            with zipfile.ZipFile(folder / "answer.zip", "w") as archive:
                for file in path.rglob("*"):
                    if file.is_file() and not file.is_symlink():
                        archive.write(file, file.relative_to(path))

    def job(self, assignment: Assignment, submitted: Path) -> Job:
        """Grade one submission in a box.

        Args:
            assignment: a prepared one.
            submitted: folder with what the student handed in.
        """
        place = self.folder / "submitted"
        handed_in = place / next(submitted.iterdir()).name
        return Job(
            self._command(assignment, str(handed_in), str(self.folder)),
            cwd=str(self.folder),
            copies=[(str(submitted), str(place))],
            results=[str(self.folder / "results.json")],
        )

    def graded(self, assignment: Assignment, report: Report) -> Graded:
        """The score in its results.json."""
        if report.code is None:
            return Graded(None, "its time was up")
        if report.code or not report.files:
            return Graded(None, last_line(report.log))
        return _score(next(iter(report.files.values())))

    def collect(self, assignment: Assignment, submitted: dict[str, Path]) -> None:
        """Put the notebooks of a class where they are graded from."""
        shutil.rmtree(self._class, ignore_errors=True)
        for student, path in submitted.items():
            (self._class / student).mkdir(parents=True)
            (self._class / student / NOTEBOOK).write_bytes(path.read_bytes())

    def grade_class(self, assignment: Assignment) -> None:
        """`otter run` of everybody, two at a time: what `otter grade` does with containers."""

        def run(folder: Path) -> None:
            run_quietly(self._command(assignment, str(folder / NOTEBOOK), str(folder)), folder, PYTHON)

        with ThreadPoolExecutor(PROCESSES) as pool:
            list(pool.map(run, sorted(self._class.iterdir())))

    def class_grades(self, assignment: Assignment, students: Iterable[str]) -> dict[str, Graded]:
        """What it found."""
        return {student: _score((self._class / student / "results.json").read_bytes()) for student in students}

    @property
    def _class(self) -> Path:
        return self.folder / "class"

    def _zip(self, assignment: Assignment) -> Path:
        return self.folder / f"{assignment.name}.zip"

    def _command(self, assignment: Assignment, submitted: str, results: str) -> list[str]:
        zip_file = str(self._zip(assignment))
        return [str(PYTHON), "-m", "otter", "run", submitted, "-a", zip_file, "-o", results, "--no-logo"]


def test_file(assignment: Assignment, stub: str) -> str:
    """Otter's test file about one stub, a test case a check."""
    cases = [
        _CASE.format(
            name=check.id,
            points=check.points,
            hidden=not check.visible,
            number=number,
            body="".join(f"    {line}\n" for line in assignment.test(check).splitlines() if line),
        )
        for number, check in enumerate(assignment.checks)
        if check.stub == stub
    ]
    return f"from otter.test_files import test_case\n\nOK_FORMAT = False\nname = {stub!r}\n\n" + "\n\n".join(cases)


def _score(content: bytes) -> Graded:
    results = json.loads(content)
    if any(test["name"] == "Autograder Error" for test in results["tests"]):
        return Graded(None, "Autograder Error")
    return Graded(sum(test.get("score", 0) for test in results["tests"]))
