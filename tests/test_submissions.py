"""The grader is tested like a product: named wrong answers lose exactly the checks they should, right ones none.

Each file under `submissions/` is a percent script. A wrong one names the checks it must fail and words that the message
of the first of them must hold:

    # fails: check_id, other_check_id
    # says: words of the message

Only the checks of the stubs that a file fills are run.
"""

from __future__ import annotations

import bodies
import pytest
from bodies import FOLDER, TIERS, header, needs_keras

from autograder.checks import all_checks


@pytest.mark.parametrize(("path", "tier"), bodies.cases("wrong", slow=needs_keras, every=2))
def test_wrong_answer_loses_exactly_the_checks_it_should(path, tier, fared):
    bodies.require(tier)
    record = fared("wrong", tier)
    results = bodies.grade(path, tier, bodies.grading_data())
    expected = {name.strip() for name in header(path, "fails").split(",")}
    failed = {result.id: result.message for result in results if result.outcome == "failed"}
    record.graded = bodies.is_graded(results)
    record.forged = bodies.points_of(result for result in results if result.id in expected)
    record.alarms = len(failed.keys() - expected)
    assert record.graded
    assert set(failed) == expected
    assert all(result.hint for result in results if result.outcome == "failed")
    assert any(header(path, "says") in message for message in failed.values()), failed


@pytest.mark.parametrize(("path", "tier"), bodies.cases("right", slow=needs_keras, every=2))
def test_right_answer_in_an_unusual_style_gets_full_points(path, tier, fared):
    require_full_points(path, tier, fared("right", tier), "small")


@pytest.mark.slow
@pytest.mark.parametrize("tier", TIERS, ids=lambda tier: tier.name)
@pytest.mark.parametrize("path", sorted((FOLDER / "right").glob("*.py")), ids=lambda path: path.stem)
def test_right_answer_gets_full_points_on_the_real_recordings(path, tier, fared, mitdb):
    require_full_points(path, tier, fared("right", tier, "mitdb"), str(mitdb))


def require_full_points(path, tier, record, database):
    bodies.require(tier)
    results = bodies.grade(path, tier, bodies.grading_data(database))
    lost = {result.id: result.message for result in results if result.outcome != "passed"}
    record.graded = bodies.is_graded(results)
    record.alarms = len(lost)
    assert results
    assert lost == {}


def test_every_check_is_failed_by_a_wrong_answer():
    failed = {name.strip() for path in (FOLDER / "wrong").glob("*.py") for name in header(path, "fails").split(",")}
    assert failed == {check.id for check in all_checks()}


def test_there_are_enough_of_them_and_each_says_what_it_gets_wrong():
    assert len(list((FOLDER / "right").glob("*.py"))) >= 30
    wrong = sorted((FOLDER / "wrong").glob("*.py"))
    assert len(wrong) >= 80
    assert [path.name for path in wrong if not header(path, "fails") or not header(path, "says")] == []
