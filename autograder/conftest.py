"""`pytest autograder/`: grades a submission, one pytest test a check. Fixtures, and the report at the end; the options are in `pytest_options`."""

from __future__ import annotations

import secrets
from collections.abc import Generator
from pathlib import Path
from typing import cast

import pytest

from autograder.checks import Check, all_checks, check_of, visible_first
from autograder.failures import CheckFailed, GraderFault, printable
from autograder.grading_data import GradingData
from autograder.isolation import ROOT, TierMissing, require
from autograder.limits import LIMITS
from autograder.notebook import SubmissionError
from autograder.results import Graded, Result
from autograder.running import name_the_call
from autograder.score_table import print_score
from autograder.submission import WorkerSubmission
from ecgkit.database import DatabaseError

_RESULTS = pytest.StashKey[list[Result]]()
_SUBMISSION = pytest.StashKey[WorkerSubmission]()
_DATA = pytest.StashKey[GradingData]()


def pytest_addoption(pluginmanager: pytest.PytestPluginManager) -> None:
    if not pluginmanager.hasplugin("autograder.pytest_options"):
        raise pytest.UsageError(
            f"pytest has not read {ROOT / 'pyproject.toml'}, but a configuration beside the submission or none: grade nothing "
            "with it. Name `autograder` first, and write `--submission=PATH` with the sign =."
        )


def pytest_configure(config: pytest.Config) -> None:
    if hasattr(config, "workerinput") or config.getoption("numprocesses", None):
        raise pytest.UsageError(
            "One submission is graded by one process: leave `-n` out. A class takes several: `python -m autograder grade`."
        )
    results: list[Result] = []
    config.stash[_RESULTS] = results
    seed = config.getoption("--seed")
    config.stash[_DATA] = GradingData(config.getoption("--database"), secrets.randbits(31) if seed is None else seed)


def pytest_sessionstart(session: pytest.Session) -> None:
    path = Path(session.config.getoption("--submission"))
    if not path.is_absolute() and not path.exists():
        path = ROOT / path
    try:
        # Opened now: a wrong path must not cost what is graded until it is needed.
        _ = session.config.stash[_DATA].database
        tier = require(session.config.getoption("--tier"))
        session.config.stash[_SUBMISSION] = WorkerSubmission(path, tier)
    except (SubmissionError, TierMissing, DatabaseError) as error:
        # It may name an entry of a zip, and a terminal obeys what it is sent.
        raise pytest.UsageError(printable(" ".join(str(error).split()), LIMITS.message)) from error


def pytest_sessionfinish(session: pytest.Session) -> None:
    if _SUBMISSION not in session.config.stash:
        return
    submission, data = session.config.stash[_SUBMISSION], session.config.stash[_DATA]
    submission.close()
    directory = session.config.getoption("--report")
    results = session.config.stash[_RESULTS]
    if results:
        # Whoever stops a run must not find the points of its first checks taken for all.
        ran = {result.id for result in results}
        stopped = GraderFault("The run was stopped before this check.")
        results += [Result.of(check, stopped, 0) for check in map(_check_of, session.items) if check.id not in ran]
    places = {check.id: place for place, check in enumerate(all_checks())}
    results.sort(key=lambda result: places[result.id])
    if directory and results:
        name = str(session.config.getoption("--submission"))
        graded = Graded(name, data.database.title, submission.tier.value, data.seed, results, submission.repairs)
        graded.write(directory)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    submission = config.stash.get(_SUBMISSION, None)
    results = config.stash[_RESULTS]
    if submission is not None and results:
        terminalreporter.ensure_newline()
        print_score(results, submission.repairs, submission.tier.value)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    task = config.getoption("--task")
    if task is not None:
        others = [item for item in items if _check_of(item).task != task]
        if len(others) == len(items):
            raise pytest.UsageError(f"there is no check for task {task}.")
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if item not in others]
    checks = {_check_of(item).id: item for item in items}
    items[:] = [checks[check.id] for check in visible_first(_check_of(item) for item in items)]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    error = call.excinfo.value if call.excinfo else None
    if call.when == "call" or error is not None:
        if error is not None and _SUBMISSION in item.config.stash:
            name_the_call(error, item.config.stash[_SUBMISSION])
        result = Result.of(_check_of(item), error, call.duration)
        item.config.stash[_RESULTS].append(result)
        if isinstance(error, CheckFailed):
            report.longrepr = _as_text(result)
    return report


def _check_of(item: pytest.Item) -> Check:
    return check_of(cast(pytest.Function, item).function)


def _as_text(result: Result) -> str:
    hint = f"\nHint: {result.hint}" if result.hint else ""
    return f"{result.name}\n{result.message}{hint}"


@pytest.fixture(scope="session")
def submission(pytestconfig: pytest.Config) -> WorkerSubmission:
    """The submission under grading."""
    return pytestconfig.stash[_SUBMISSION]


@pytest.fixture(scope="session")
def data(pytestconfig: pytest.Config) -> GradingData:
    """The inputs of this run."""
    return pytestconfig.stash[_DATA]
