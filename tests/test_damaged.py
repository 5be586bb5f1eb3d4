"""Damaged submissions: every one is graded, with the points that its answer deserves, or refused with one clear sentence."""

from __future__ import annotations

import dataclasses
import time
from pathlib import Path

import damaged
import pytest

from autograder import analysis
from autograder.checks import all_checks
from autograder.grading_data import GradingData
from autograder.limits import LIMITS
from autograder.notebook import SubmissionError
from autograder.running import run_check
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
    "case", [pytest.param(case, id=case.name, marks=[pytest.mark.slow] * (case.name in SLOW)) for case in damaged.CASES]
)
def test_damaged_submission_is_graded_or_refused_in_a_sentence(case, tmp_path, monkeypatch):
    monkeypatch.setattr(analysis, "LIMITS", dataclasses.replace(LIMITS, analysis_seconds=8))
    path = case.make(tmp_path)
    start = time.monotonic()
    if case.refused:
        with pytest.raises(SubmissionError, match=case.refused) as refusal:
            WorkerSubmission(path)
        assert "\n" not in str(refusal.value)
        assert "Traceback" not in str(refusal.value)
    else:
        _require_grade(case, path)
    assert time.monotonic() - start < 30


def _require_grade(case: damaged.Damaged, path: Path) -> None:
    submission = WorkerSubmission(path)
    try:
        results = [run_check(check, submission, GradingData("small", seed=3)) for check in CHECKS]
    finally:
        submission.close()
    outcomes = {result.outcome for result in results}
    messages = [result.message for result in results if result.outcome == "failed"]
    assert "not run" not in outcomes
    if case.full:
        assert outcomes == {"passed"}, messages
    else:
        assert "failed" in outcomes
        assert case.says in messages[0]
    assert case.repair in "\n".join(submission.repairs)
    assert case.repair or not submission.repairs, submission.repairs


def test_there_are_enough_of_them():
    assert len(damaged.CASES) >= 30
    assert {path.name for path in damaged.FOLDER.iterdir()} == {case.make(Path()).name for case in damaged.FILES}
