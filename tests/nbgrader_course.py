"""A temporary course for tests: the repository's own notebooks and configuration, and nbgrader's own commands."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from nbgrader.api import Gradebook

from autograder.build import ROOT
from autograder.checks import all_checks
from autograder.results import Graded
from ecgkit.contracts import STUBS

#: The same in every run, so that two ways to grade can be compared.
SEED = 20


class Course:
    """A copy of the repository, as somebody has it who just cloned it.

    Args:
        folder: where it is made; must not be there yet.
        db_url: of the gradebook; nbgrader's own SQLite file if it is empty.
    """

    def __init__(self, folder: Path, db_url: str = "") -> None:
        self.folder = folder
        self._db_url = db_url or f"sqlite:///{folder}/gradebook.db"
        for name in ("solutions", "assignments", "autograder", "ecgkit"):
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("nbgrader_config.py", "requirements.txt", "LICENSE"):
            shutil.copy(ROOT / name, folder)
        options = f'c.GradeInSandbox.database = "small"\nc.GradeInSandbox.seed = {SEED}\n'
        options += f"c.CourseDirectory.db_url = {db_url!r}\n" if db_url else ""
        with open(folder / "nbgrader_config.py", "a", encoding="utf-8") as file:
            file.write(options)

    def run(self, *arguments: str, fails: bool = False) -> str:
        """Run `nbgrader ...` in the folder, as somebody who has not activated the environment; returns what it printed."""
        return self._run(str(Path(sys.executable).with_name("nbgrader")), *arguments, "--log-level=WARN", fails=fails)

    def python(self, *arguments: str) -> str:
        """Run `python ...` in the folder; returns what it printed."""
        return self._run(sys.executable, *arguments)

    def _run(self, *command: str, fails: bool = False) -> str:
        # The copy's own modules come first, not those of the repository.
        paths = os.pathsep.join([str(self.folder), *filter(None, [os.environ.get("PYTHONPATH")])])
        environment = {**os.environ, "PYTHONPATH": paths, "PATH": "/usr/local/bin:/usr/bin:/bin"}
        run = subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False)
        assert (run.returncode != 0) == fails, run.stdout + run.stderr
        return run.stdout + run.stderr

    def archive(self, assignment: str) -> Path:
        """Where downloads of a learning platform lie."""
        folder = self.folder / "downloaded" / assignment / "archive"
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def grade(self, assignment: str, submissions: Mapping[str, Path]) -> dict[str, Graded]:
        """Collect and grade submissions, each under its student's name."""
        for student, path in submissions.items():
            put(path, self.archive(assignment), student)
        self.run("generate_assignment", assignment, "--force")
        self.run("zip_collect", assignment, "--force")
        self.run("autograde", assignment, "--force")
        return {student: self.graded(assignment, student) for student in submissions}

    def graded(self, assignment: str, student: str) -> Graded:
        """What was found about a submission."""
        (folder,) = (self.folder / "autograded" / student / assignment / "results").iterdir()
        return Graded.read(folder)

    def scores(self, assignment: str, student: str) -> dict[str, float | None]:
        """By grade_id, what the gradebook says."""
        with self.gradebook() as gradebook:
            submission = gradebook.find_submission(assignment, student)
            return {grade.name: grade.auto_score for notebook in submission.notebooks for grade in notebook.grades}

    def gradebook(self) -> Gradebook:
        """The gradebook, to be used in a `with` statement."""
        return Gradebook(self._db_url)


def put(path: Path, archive: Path, student: str) -> None:
    """Put a submission, whatever it is, into the folder of downloads."""
    target = archive / student
    if path.is_relative_to(ROOT) and path.is_file():
        target.mkdir()
        shutil.copyfile(path, target / path.name)
    elif path.is_dir() and not path.is_symlink():
        os.rename(path, target)
    else:
        target.mkdir()
        os.rename(path, target / path.name)


def assignment_of(task: int) -> str:
    """Name of a task's assignment."""
    return next(folder.name for folder in (ROOT / "assignments").iterdir() if folder.name.startswith(f"task{task}_"))


def checks_of_task(task: int) -> list:
    """The checks of a task."""
    return [check for check in all_checks() if check.task == task]


def points_by_cell(graded: Graded) -> dict[str, float]:
    """What the check cells must score, by grade_id."""
    stub_of = {check.id: check.stub for check in all_checks()}
    points = {f"check-{stub}": 0.0 for stub in {stub_of[result.id] for result in graded.results}}
    for result in graded.results:
        points[f"check-{stub_of[result.id]}"] += result.points
    return points


def task_of(stubs: set[str]) -> set[int]:
    """The tasks of some stubs."""
    return {STUBS[stub].task for stub in stubs}
