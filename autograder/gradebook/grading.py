"""In place of nbgrader's Execute: each check cell gets the score of our checks, and says what failed, why, and a hint.

The student's code runs in the sandboxed worker alone, never in a kernel and never in nbgrader's own process.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Integer, Unicode

from ..checks import Check, all_checks
from ..failures import printable
from ..grading_data import GradingData
from ..grading_job import checks_digest, digest_of_files
from ..isolation import Tier, require_safe
from ..limits import LIMITS
from ..notebook import SubmissionError
from ..result_text import lines_of, sum_of
from ..results import Graded, Result
from ..running import refused_results, run_checks
from ..submission import WorkerSubmission
from ..worker.leftovers import remove_folder
from .collecting import refusal_in
from .exporters import submitted_folder

#: Where `GradeInSandbox` tells `LeaveToPerson` of checks that could not be run, by cell.
_WAITING = "checks that were not run"
#: Of the checks that this process knows.
_CHECKS = checks_digest()


class NotGraded(Exception):
    """The grader's own fault: this submission has no score yet, and waits in formgrader. nbgrader takes it up at the next run."""


class GradeInSandbox(NbGraderPreprocessor):
    """Runs the checks of every check cell on what the student handed in."""

    database = Unicode("auto", help="auto, stand-in, small, or the path of a database").tag(config=True)
    seed = Integer(None, allow_none=True, help="of the hidden inputs; drawn for each run if None").tag(config=True)
    tier = Unicode("auto", help="isolation: A to D, or the best that works").tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Fill the outputs of the check cells; SaveAutoGrades reads the scores from there."""
        coursedir, names = self.parent.parent.coursedir, resources["nbgrader"]
        cells = {stub: cell for cell in nb.cells if (stub := _stub_of(cell))}
        try:
            require_same_checks()
            graded = grade_folder(
                submitted_folder(coursedir, names),
                [check for check in all_checks() if check.stub in cells],
                _data(self.database, self.seed),
                require_safe(self.tier),
            )
            results = _by_stub(graded)
            for stub, cell in cells.items():
                _require_points(cell, results[stub])
                cell.outputs = _outputs(_text(stub, results[stub], graded.refused), results[stub])
            resources[_WAITING] = {
                cell.metadata.nbgrader.grade_id: lost
                for stub, cell in cells.items()
                if (lost := _not_run(results[stub]))
            }
            folder = Path(coursedir.format_path(coursedir.autograded_directory, names["student"], names["assignment"]))
            graded.write(place_of_results(folder, names["notebook"]))
        except Exception:
            # Whatever it was, nbgrader leaves the scores of an earlier submission where they are.
            _withdraw_scores(names, lambda name: name.startswith("check-"))
            raise
        if graded.refused:
            self.log.warning("%s gets no points: %s", names["student"], printable(graded.refused, LIMITS.message))
        for note in graded.repairs:
            self.log.warning("%s, read with this in mind: %s", names["student"], printable(note, LIMITS.message))
        return nb, resources


class LeaveToPerson(NbGraderPreprocessor):
    """Runs after SaveAutoGrades: a cell one of whose checks could not be run has no score, and waits in formgrader."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Withdraw what SaveAutoGrades read from these cells."""
        waiting = resources.pop(_WAITING)
        if waiting:
            _withdraw_scores(resources["nbgrader"], waiting.__contains__)
        for name, lost in waiting.items():
            self.log.warning(
                "%s of %s has no score yet: %s could not be run, through no fault of the student. Give its points by hand, or "
                "autograde again with --force.", name, resources["nbgrader"]["student"], ", ".join(lost),
            )  # fmt: skip
        return nb, resources


def require_same_checks() -> None:
    """Formgrader's server may have been started before the checks were edited: it would give the points of the old ones.

    Raises:
        NotGraded: the checks, or the grader, are others now than when this process began.
    """
    if digest_of_files() != _CHECKS:
        raise NotGraded(
            "The checks were edited after this program was started: stop jupyter, start it again, and autograde again."
        )


def place_of_results(autograded: Path, notebook: str) -> Path:
    """The folder for the results of a notebook, without what the student handed in under its name."""
    results = autograded / "results"
    for path in (results, results / notebook):
        if path.is_file():
            path.unlink()
    if (results / notebook).is_dir():
        remove_folder(results / notebook)
    return results / notebook


def _withdraw_scores(names: Mapping[str, str], is_meant: Callable[[str], bool]) -> None:
    """Leave no score, also of an earlier submission, where there is none to be had; marks given by hand stay."""
    with Gradebook(names["db_url"]) as gradebook, suppress(MissingEntry):
        notebook = gradebook.find_submission_notebook(names["notebook"], names["assignment"], names["student"])
        for grade in notebook.grades:
            if is_meant(grade.name):
                grade.auto_score, grade.needs_manual_grade = None, True
        gradebook.db.commit()


def grade_folder(folder: Path, checks: Iterable[Check], data: GradingData, tier: Tier) -> Graded:
    """Grade what a student handed in; whatever it is, there is a result.

    A check that could not be run, through no fault of the student, is tried once more.

    Args:
        folder: holds the submission.
        checks: to run.
        data: inputs of this run.
        tier: of isolation.

    Raises:
        NotGraded: no check could be run.
    """
    checks = list(checks)
    try:
        if sentence := refusal_in(folder):
            raise SubmissionError(sentence)
        submission = WorkerSubmission(folder, tier)
    except SubmissionError as error:
        results = refused_results(checks, str(error))
        return Graded(folder.parent.name, data.database.title, tier.value, data.seed, results, [], str(error))
    results = run_checks(checks, submission, data)
    if lost := _not_run(results):
        again = run_checks([check for check in checks if check.id in lost], WorkerSubmission(folder, tier), data)
        second = {result.id: result for result in again}
        results = [second.get(result.id, result) for result in results]
    if results and len(_not_run(results)) == len(results):
        raise NotGraded(f"None of the {len(results)} checks could be run, so {folder} has no score yet.")
    return Graded(folder.parent.name, data.database.title, tier.value, data.seed, results, submission.repairs)


def _not_run(results: Iterable[Result]) -> list[str]:
    return [result.id for result in results if result.outcome == "not run"]


@cache
def _data(database: str, seed: int | None) -> GradingData:
    """One seed a run: everybody gets the same patients, and nobody has met them before."""
    return GradingData(database, secrets.randbits(31) if seed is None else seed)


def _stub_of(cell: Any) -> str:
    settings = cell.metadata.get("nbgrader", {})
    kind, _, stub = settings.get("grade_id", "").partition("-")
    return stub if settings.get("grade") and not settings.get("solution") and kind == "check" else ""


def _by_stub(graded: Graded) -> dict[str, list[Result]]:
    stub_of = {check.id: check.stub for check in all_checks()}
    results: dict[str, list[Result]] = defaultdict(list)
    for result in graded.results:
        results[stub_of[result.id]].append(result)
    return results


def _require_points(cell: Any, results: list[Result]) -> None:
    """The gradebook must know what the checks are worth now."""
    settings = cell.metadata.nbgrader
    worth = sum(result.max_points for result in results)
    if abs(worth - settings["points"]) > 1e-6:
        raise NotGraded(
            f"`{settings['grade_id']}` is worth {worth:g} points in the checks and {settings['points']:g} in the gradebook. "
            "Run `python -m autograder.build`, then `nbgrader generate_assignment` for this assignment, both with --force "
            "where they ask for it; then autograde again. Manual marks are kept."
        )


def _text(stub: str, results: list[Result], refused: str) -> str:
    details = [refused] if refused else [line for result in results for line in lines_of(result)]
    return "\n".join([sum_of(stub, results), *details]) + "\n"


def _outputs(text: str, results: list[Result]) -> list:
    """Text for the student, then the number in which nbgrader reads a score: the result of the cell's last expression."""
    from nbformat import v4

    score = sum(result.points for result in results)
    return [
        v4.new_output("stream", name="stdout", text=text),
        v4.new_output("execute_result", data={"text/plain": f"{score:.10g}"}, execution_count=1),
    ]
