"""Our own grader under the same conditions, the sandbox on. Run as a program it grades one submission for `Ours`."""

from __future__ import annotations

import json
import multiprocessing
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from .bodies import Submission
from .box import PLACE, Job, Report, run_quietly
from .course import NOTEBOOK, PROCESSES, SEED, Assignment, Graded
from .nbgrader_peer import last_line

_PROGRAM = "import sys; from benchmarks.peers.ours import {0}; {0}(*sys.argv[1:])"


class Ours:
    """The autograder of this repository."""

    name = "ours"
    python = Path(sys.executable)

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "ours"
        self.folder.mkdir()

    def prepare(self, assignment: Assignment) -> None:
        """Nothing: checks are found by themselves."""

    def hand_in(self, submission: Submission, assignment: Assignment, folder: Path) -> None:
        """Write what a student hands in, as it is."""
        with tempfile.TemporaryDirectory() as made:
            path = submission.make(Path(made))
            subprocess.run(["cp", "-a", str(path), str(folder)], check=True)

    def job(self, assignment: Assignment, submitted: Path) -> Job:
        """Grade one submission in a box.

        Args:
            assignment: some stubs.
            submitted: folder with what the student handed in.
        """
        place, result = self.folder / "submitted", self.folder / "result.json"
        handed_in = place / next(submitted.iterdir()).name
        arguments = [str(handed_in), str(assignment.database), ",".join(sorted(assignment.stubs)), str(result)]
        return Job(
            [str(self.python), "-c", _PROGRAM.format("grade_one"), *arguments],
            cwd=str(self.folder),
            # In tier B the worker's own folder lies in the one for temporary files, two above the canaries.
            scratch=PLACE,
            copies=[(str(submitted), str(place))],
            results=[str(result)],
        )

    def graded(self, assignment: Assignment, report: Report) -> Graded:
        """The points of all checks together."""
        if report.code is None:
            return Graded(None, "its time was up")
        if report.code or not report.files:
            return Graded(None, last_line(report.log))
        return Graded(**json.loads(next(iter(report.files.values()))))

    def collect(self, assignment: Assignment, submitted: dict[str, Path]) -> None:
        """Put the notebooks of a class where they are graded from."""
        shutil.rmtree(self.folder, ignore_errors=True)
        for student, path in submitted.items():
            place = self.folder / "class" / student
            place.mkdir(parents=True)
            (place / NOTEBOOK).write_bytes(path.read_bytes())

    def grade_class(self, assignment: Assignment) -> None:
        """Grade the class that was collected, on two processes.

        The command grades all checks of a task. Where some are left out, the same grader runs in a pool of processes.
        """
        arguments = [str(self.folder / "class"), str(assignment.database), ",".join(sorted(assignment.stubs))]
        command = [str(self.python), "-c", _PROGRAM.format("grade_pool"), *arguments, str(self.folder / "results")]
        if assignment.is_complete:
            tasks = [
                word for task in sorted({check.task for check in assignment.checks}) for word in ("--task", str(task))
            ]
            command = [
                str(self.python),
                "-m",
                "autograder",
                "grade",
                arguments[0],
                "--out",
                str(self.folder / "results"),
            ]
            command += ["--workers", str(PROCESSES), "--database", arguments[1], *tasks]
        run_quietly(command, self.folder, self.python)

    def class_grades(self, assignment: Assignment, students: Iterable[str]) -> dict[str, Graded]:
        """What it found."""
        return {student: self._class_grade(assignment, student) for student in students}

    def _class_grade(self, assignment: Assignment, student: str) -> Graded:
        found = json.loads((self.folder / "results" / student / "results.json").read_text())
        if not assignment.is_complete:
            return Graded(**found)
        wanted = {check.id for check in assignment.checks}
        return Graded(sum(check["points"] for check in found["checks"] if check["id"] in wanted))


def grade_pool(submitted: str, database: str, stubs: str, results: str) -> None:
    """Grade the notebooks below a folder of students, each into results/STUDENT/results.json."""
    notebooks = sorted(Path(submitted).glob("*/*.ipynb"))
    # A fork of a process that has threads may hang.
    with ProcessPoolExecutor(PROCESSES, multiprocessing.get_context("spawn")) as pool:
        waiting = []
        for notebook in notebooks:
            result = Path(results, notebook.parent.name, "results.json")
            result.parent.mkdir(parents=True)
            waiting.append(pool.submit(grade_one, str(notebook), database, stubs, str(result)))
        for future in waiting:
            future.result()


def grade_one(submitted: str, database: str, stubs: str, result: str) -> None:
    """Grade one submission and write what `Graded` holds."""
    from autograder.grading_data import GradingData
    from autograder.notebook import SubmissionError
    from autograder.running import grade

    checks = Assignment("", frozenset(stubs.split(",")), Path(database)).checks
    try:
        results = grade(Path(submitted), checks, GradingData(database, seed=SEED))
    except SubmissionError as error:
        found: dict = {"points": None, "says": f"refused: {error}"}
    else:
        ended = all(result.outcome != "not run" for result in results)
        found = {"points": sum(result.points for result in results) if ended else None}
    Path(result).write_text(json.dumps(found))
