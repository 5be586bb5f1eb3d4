"""The grader is tested like a product: named wrong answers lose exactly the checks they should, right ones none.

Each file under `submissions/` is a percent script. A wrong one names the checks it must fail and words that the message
of the first of them must hold:

    # fails: check_id, other_check_id
    # says: words of the message

Only the checks of the stubs that a file fills are run.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from autograder.checks import all_checks
from autograder.grading_data import GradingData
from autograder.results import Result
from autograder.running import grade
from autograder.submission import WorkerSubmission

FOLDER = Path(__file__).parent / "submissions"


def files(kind: str) -> list:
    """The files of one kind; those that need TensorFlow in their worker are slow."""
    paths = sorted((FOLDER / kind).glob("*.py"))
    return [pytest.param(path, marks=[pytest.mark.slow] * needs_keras(path), id=path.stem) for path in paths]


def needs_keras(path: Path) -> bool:
    return re.search(r"^def (train|build_\w+)\(", path.read_text(), re.MULTILINE) is not None


@cache
def grading_data() -> GradingData:
    return GradingData("small", seed=20)


def results_of(path: Path) -> list[Result]:
    filled = set().union(*(answers.filled for answers in WorkerSubmission(path).files))
    return grade(path, [check for check in all_checks() if check.stub in filled], grading_data())


def header(path: Path, name: str) -> str:
    found = re.search(rf"^# {name}: (.*)$", path.read_text(), re.MULTILINE)
    assert found, f"{path.name} lacks its line '# {name}: ...'"
    return found[1]


@pytest.mark.parametrize("path", files("wrong"))
def test_wrong_answer_loses_exactly_the_checks_it_should(path):
    results = results_of(path)
    expected = {name.strip() for name in header(path, "fails").split(",")}
    failed = {result.id: result.message for result in results if result.outcome == "failed"}
    assert not [result for result in results if result.outcome == "not run"]
    assert set(failed) == expected
    assert all(result.hint for result in results if result.outcome == "failed")
    assert any(header(path, "says") in message for message in failed.values()), failed


@pytest.mark.parametrize("path", files("right"))
def test_right_answer_in_an_unusual_style_gets_full_points(path):
    results = results_of(path)
    assert results
    assert {result.id: result.message for result in results if result.outcome != "passed"} == {}


def test_every_check_is_failed_by_a_wrong_answer():
    failed = {name.strip() for path in (FOLDER / "wrong").glob("*.py") for name in header(path, "fails").split(",")}
    assert failed == {check.id for check in all_checks()}
