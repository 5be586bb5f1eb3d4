"""What a check's end is worth, what it was fed with, and in which tier strangers' code may run."""

from __future__ import annotations

import numpy as np
import pytest

from autograder import isolation, unseen_patients
from autograder.checks import all_checks
from autograder.failures import CallFailed, CheckFailed
from autograder.grading_data import GradingData
from autograder.isolation import Tier, TierMissing
from autograder.results import Result
from ecgkit.database import STAND_IN_SEED
from ecgkit.standin import synthesize_record

CHECK = next(check for check in all_checks() if check.points > 1)


@pytest.mark.parametrize(
    ("error", "outcome", "points", "hint"),
    [
        (None, "passed", CHECK.points, ""),
        (CheckFailed("It is wrong."), "failed", 0, CHECK.hint),
        (CallFailed("f()", "not filled", ""), "failed", 0, ""),
        (ValueError("a fault of the grader"), "not run", 0, CHECK.hint),
    ],
)
def test_only_a_check_that_passed_gives_points(error, outcome, points, hint):
    result = Result.of(CHECK, error, 0.1)
    assert (result.outcome, result.points, result.max_points, result.hint) == (outcome, points, CHECK.points, hint)


def test_patients_of_hidden_checks_are_in_no_stand_in_that_students_have():
    for record in GradingData("small", seed=7).patients("a purpose", 3, minutes=0.5):
        public = synthesize_record(record.patient, seed=STAND_IN_SEED, minutes=0.5)
        assert not np.allclose(record.p_signal, public.p_signal)


def test_patients_and_numbers_differ_by_run_and_by_purpose_and_can_be_repeated():
    def drawn(seed: int, purpose: str) -> tuple:
        data = GradingData("small", seed=seed)
        (patient,) = data.patients(purpose, 1, minutes=0.5)
        return patient.p_signal.tobytes(), data.rng(purpose).random()

    first = drawn(1, "one")
    assert drawn(1, "one") == first
    for other in (drawn(2, "one"), drawn(1, "two")):
        assert other[0] != first[0]
        assert other[1] != first[1]


def test_strangers_code_never_runs_unprotected_unasked(monkeypatch):
    monkeypatch.setattr(isolation, "best_tier", lambda: Tier.D)
    with pytest.raises(TierMissing, match="not safe for code that nobody has read"):
        isolation.require_safe("auto")
    assert isolation.require_safe("D") is Tier.D


def test_class_weights_of_the_graded_training_balance_the_classes():
    recipe = unseen_patients.recipe_for(np.array([[1], [0], [0], [0], [1], [0], [0], [0], [0], [0]]), seed=3)
    assert recipe["class_weight"] == pytest.approx([0.625, 2.5])
