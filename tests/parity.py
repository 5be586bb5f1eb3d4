"""`python tests/parity.py`: the score of every check through nbgrader and through `pytest autograder/ --submission`, compared.

Every submission of the four bodies goes both ways. Names of folders and of tasks narrow it: `python tests/parity.py right 2`.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import damaged
import pytest
from bodies import FOLDER
from nbgrader_course import SEED, Course, assignment_of, points_by_cell, task_of

from autograder.build import ROOT
from autograder.notebook import SubmissionError
from autograder.results import Graded
from autograder.submission import WorkerSubmission

#: Submissions of one task that a process grades both ways before it takes others.
BATCH = 30


@dataclass(frozen=True)
class Row:
    """One submission, graded both ways.

    Attributes:
        name: body and name.
        checks: number of checks.
        differences: checks that scored otherwise, and cells of the gradebook.
        refused: whether it cannot be graded.
    """

    name: str
    checks: int
    differences: tuple[str, ...]
    refused: bool


def compare(submissions: Mapping[str, Path], task: int, folder: Path) -> list[Row]:
    """Grade submissions of one task both ways.

    Args:
        submissions: by name.
        task: number of the task.
        folder: an empty one.
    """
    expected = {name: through_pytest(path, task, folder / "pytest" / name) for name, path in submissions.items()}
    course, assignment = Course(folder / "course"), assignment_of(task)
    graded = course.grade(assignment, submissions)
    return [row_of(name, expected[name], graded[name], course.scores(assignment, name)) for name in submissions]


def through_pytest(path: Path, task: int, folder: Path) -> Graded | None:
    """What `pytest autograder/ --submission` finds; None if it refuses the submission."""
    options = ["--submission", str(path), "--task", str(task), "--database", "small", "--seed", str(SEED)]
    quiet = ["-q", "--no-header", "--tb=no", "--no-summary", "-p", "no:cacheprovider"]
    with contextlib.redirect_stdout(io.StringIO()):
        code = pytest.main([str(ROOT / "autograder"), *options, *quiet, "--report", str(folder)])
    if code == pytest.ExitCode.USAGE_ERROR:
        return None
    return Graded.read(folder)


def row_of(name: str, expected: Graded | None, graded: Graded, cells: Mapping[str, float | None]) -> Row:
    """What differs between the two ways, and between our results and the gradebook's cells."""
    wanted = {result.id: result.points for result in expected.results} if expected else {}
    differences = [
        f"{result.id}: {wanted.get(result.id, 0):g} and {result.points:g}"
        for result in graded.results
        if result.points != wanted.get(result.id, 0)
    ]
    missing = wanted.keys() - {result.id for result in graded.results}
    wrong = {cell: points for cell, points in points_by_cell(graded).items() if cells[cell] != points}
    refusals = [] if bool(graded.refused) == (expected is None) else [f"refused: {graded.refused or 'only by pytest'}"]
    return Row(name, len(graded.results), (*differences, *missing, *map(str, wrong.items()), *refusals), not expected)


def submissions_by_task(bodies: Iterable[str], folder: Path) -> dict[int, dict[str, Path]]:
    """By task and name, what was handed in."""
    found: dict[int, dict[str, Path]] = defaultdict(dict)
    for body in bodies:
        for path in sorted((FOLDER / body).glob("*.py")) if body != "damaged" else []:
            for task in task_of(set().union(*(answers.filled for answers in WorkerSubmission(path).files))):
                found[task][f"{body}-{path.stem}"] = path
    for number, case in enumerate(damaged.CASES if "damaged" in bodies else []):
        place = folder / f"made-{number}"
        place.mkdir(parents=True)
        found[2][f"damaged-{number}"] = case.make(place)
    return found


def in_batches(found: Mapping[int, Mapping[str, Path]], tasks: Iterable[int]) -> Iterator[tuple[dict[str, Path], int]]:
    """Submissions and their task, a few at a time."""
    for task in sorted(tasks):
        names = list(found[task])
        for start in range(0, len(names), BATCH):
            yield {name: found[task][name] for name in names[start : start + BATCH]}, task


def print_table(rows: list[Row]) -> None:
    """Print how many were graded both ways, body by body, and each difference."""
    print(f"{'body':10}{'graded':>8}{'refused':>9}{'checks':>8}{'differences':>13}")
    for body in sorted({row.name.split("-")[0] for row in rows}):
        own = [row for row in rows if row.name.startswith(f"{body}-")]
        counts = len(own), sum(row.refused for row in own), sum(row.checks for row in own)
        print(f"{body:10}{counts[0]:8}{counts[1]:9}{counts[2]:8}{sum(len(row.differences) for row in own):13}")
    for row in rows:
        for difference in row.differences:
            print(f"{row.name}: {difference}")


def main(words: list[str]) -> int:
    """Compare and print; returns the number of differences."""
    bodies = [word for word in words if not word.isdigit()] or ["right", "wrong", "hostile", "damaged"]
    tasks = {int(word) for word in words if word.isdigit()}
    with tempfile.TemporaryDirectory() as scratch:
        try:
            found = submissions_by_task(bodies, Path(scratch, "made"))
        except SubmissionError as error:
            sys.exit(str(error))
        # One process a core: most of the time an attack waits for its end.
        with ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as pool:
            compared = [
                pool.submit(compare, batch, task, Path(scratch, f"batch{number}"))
                for number, (batch, task) in enumerate(in_batches(found, tasks & found.keys() if tasks else found))
            ]
            rows = [row for each in compared for row in each.result()]
    print_table(rows)
    return sum(len(row.differences) for row in rows)


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1:]), 1))
