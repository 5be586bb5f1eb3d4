"""Damaged submissions: every one is graded, with the points that its answer deserves, or refused with one clear sentence."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import bodies
import damaged
import pytest

from autograder import analysis
from autograder.checks import all_checks
from autograder.isolation import Tier
from autograder.limits import LIMITS
from autograder.notebook import SubmissionError
from autograder.running import run_checks
from autograder.submission import WorkerSubmission

CHECKS = [check for check in all_checks() if check.stub == "label_beats"]


#: Seconds each, most of them for making or parsing what no student writes.
SLOW = {
    "an f-string that keeps the parser busy",
    "thousands of statements in a line",
    "a chain of names backwards",
    "a million cells",
    "100,000 magics",
}


@pytest.mark.parametrize(
    ("case", "tier"), bodies.on_tiers(damaged.CASES, name=lambda case: case.name, slow=lambda case: case.name in SLOW)
)
def test_damaged_submission_is_graded_or_refused_in_a_sentence(case, tier, tmp_path, monkeypatch, fared):
    bodies.require(tier)
    monkeypatch.setattr(analysis, "LIMITS", dataclasses.replace(LIMITS, analysis_seconds=8))
    path = case.make(tmp_path)
    record = fared("damaged", tier)
    if case.refused:
        with pytest.raises(SubmissionError, match=case.refused) as refusal:
            WorkerSubmission(path)
        record.graded = "\n" not in str(refusal.value) and "Traceback" not in str(refusal.value)
        assert record.graded
    else:
        _require_grade(case, path, tier, record)


def _require_grade(case: damaged.Damaged, path: Path, tier: Tier, record: bodies.Fared) -> None:
    submission = WorkerSubmission(path, tier)
    results = run_checks(CHECKS, submission, bodies.grading_data())
    messages = [result.message for result in results if result.outcome == "failed"]
    record.graded = bodies.is_graded(results)
    record.forged = 0 if case.full else bodies.points_of(results) - case.deserved
    record.alarms = len(messages) if case.full else 0
    assert record.graded
    if case.full:
        assert messages == []
    else:
        assert record.forged == 0
        assert case.says in messages[0]
    assert case.repair in "\n".join(submission.repairs)
    assert case.repair or not submission.repairs, submission.repairs


def test_there_are_enough_of_them():
    assert len(damaged.CASES) >= 30
    assert {path.name for path in damaged.FOLDER.iterdir()} == {case.make(Path()).name for case in damaged.FILES}
