"""Run checks one after the other, without pytest: for notebooks, for tests of the grader, for whole classes."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from .busy_machine import MachineBusy
from .checks import Check, visible_first
from .failures import CheckFailed
from .grading_data import GradingData
from .results import Result
from .submission import Submission, WorkerSubmission


def run_check(check: Check, submission: Submission, data: GradingData) -> Result:
    """Run one check; whatever happens, there is a result, but where the machine is `busy_machine.shared`.

    Raises:
        MachineBusy: others took the time or memory that it needs.
    """
    start = time.monotonic()
    try:
        check.function(submission, data)
    except MachineBusy:
        raise
    except Exception as error:
        name_the_call(error, submission)
        return Result.of(check, error, time.monotonic() - start)
    return Result.of(check, None, time.monotonic() - start)


def name_the_call(error: BaseException, submission: Submission) -> None:
    """Let a failure say which call it is about: the latest one."""
    if isinstance(error, CheckFailed) and not error.called:
        error.called = submission.last_call


def run_checks(checks: Iterable[Check], submission: WorkerSubmission, data: GradingData) -> list[Result]:
    """Run checks one after the other, in the order of `visible_first`, and end the submission's worker.

    Returns:
        Their results, in the order of `checks`.
    """
    checks = list(checks)
    try:
        found = {check.id: run_check(check, submission, data) for check in visible_first(checks)}
    finally:
        submission.close()
    return [found[check.id] for check in checks]


def refused_results(checks: Iterable[Check], sentence: str) -> list[Result]:
    """The results of a submission that cannot be read: no check passes, and each says why.

    The sentence is about the file, so no check has a hint for it.
    """
    return [replace(Result.of(check, CheckFailed(sentence), 0), hint="") for check in checks]


def grade(path: Path, checks: Iterable[Check], data: GradingData) -> list[Result]:
    """Grade one submission in a worker of its own.

    Raises:
        SubmissionError: there is nothing to grade.
    """
    return run_checks(checks, WorkerSubmission(path), data)
