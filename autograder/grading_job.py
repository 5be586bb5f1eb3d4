"""Grade one submission where no file of it lies: bytes come in, JSON goes out. This is what runs on other machines.

Nothing that a submission made is pickled: its files travel as bytes, its results as text.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
import time
import traceback
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from functools import cache, lru_cache

from .busy_machine import MachineBusy, shared
from .checks import Check, all_checks
from .failures import GraderFault, printable
from .grading_data import GradingData
from .isolation import ROOT, require_safe
from .limits import LIMITS
from .notebook import MemoryFile, SubmissionError
from .reports.similarity import source_of
from .results import Graded, Result
from .running import refused_results, run_checks
from .submission import WorkerSubmission

#: What decides about a result beside the submission: the checks, and what its code imports.
_SOURCES = ("autograder/*.py", "autograder/*.json", "autograder/worker/*.py", "ecgkit/**/*.py", "ecgkit/**/*.json")


@dataclass(frozen=True)
class Order:
    """What is to be graded, and how.

    Attributes:
        student: whose submission it is.
        seed: of the hidden inputs.
        database: as for `GradingData`; it is opened where the grading runs.
        title: what the database must be called there.
        tasks: numbers of the tasks; all if empty.
        tier: letter of the isolation's tier, or "auto".
        checks: digest that the checks must have there, "" where they are the same files.
        is_shared: whether other submissions are graded on the same machine, see `busy_machine`.
    """

    student: str
    seed: int
    database: str
    title: str
    tasks: tuple[int, ...] = ()
    tier: str = "auto"
    checks: str = ""
    is_shared: bool = False


@dataclass(frozen=True)
class Outcome:
    """What came of one order.

    Attributes:
        graded: the results.
        fault: why checks were not run, if the grader failed.
        seconds: how long it took.
        answers: the code that answers something, see `reports.similarity.source_of`; "" if it cannot be read.
        was_busy: whether the others on its machine may be why there are no results.
    """

    graded: Graded
    fault: str = ""
    seconds: float = 0
    answers: str = ""
    was_busy: bool = False


def grade_job(files: Sequence[tuple[str, bytes, Sequence[str], str]], order: str) -> str:
    """Grade one submission.

    Args:
        files: name, content, notes and fault of each notebook and script.
        order: an `Order` as JSON.

    Returns:
        An `Outcome` as JSON, see `outcome_of`.
    """
    _keep_files_with_dask()
    start = time.monotonic()
    fields = json.loads(order)
    wanted = Order(**{**fields, "tasks": tuple(fields["tasks"])})
    memory_files = [MemoryFile(name, content, tuple(notes), fault) for name, content, notes, fault in files]
    try:
        with shared(wanted.is_shared):
            outcome = grade_files(memory_files, wanted)
    except MachineBusy as error:
        outcome = Outcome(not_run(wanted), str(error), was_busy=True)
    except SubmissionError as error:
        outcome = Outcome(refused(wanted, str(error), require_safe(wanted.tier).value))
    except Exception:
        outcome = Outcome(not_run(wanted), traceback.format_exc())
    return json.dumps(asdict(replace(outcome, seconds=round(time.monotonic() - start, 3))))


def outcome_of(text: str) -> Outcome:
    """What `grade_job` returned."""
    content = json.loads(text)
    fields = content.pop("graded")
    results = [Result(**result) for result in fields.pop("results")]
    return Outcome(Graded(results=results, **fields), **content)


def grade_files(files: Sequence[MemoryFile], order: Order) -> Outcome:
    """Grade files that lie in memory.

    Raises:
        SubmissionError: they cannot be graded.
        GraderFault: this machine cannot grade what is ordered, or is too busy.
    """
    data, tier = _data_of(order), require_safe(order.tier)
    submission = WorkerSubmission(files, tier)
    results = run_checks(checks_of_tasks(order.tasks), submission, data)
    graded = Graded(order.student, data.database.title, tier.value, order.seed, results, submission.repairs)
    return Outcome(graded, answers=source_of(submission.files))


def refused(order: Order, sentence: str, tier: str) -> Graded:
    """The results of a submission that cannot be read: no check passes, and each says why."""
    said = printable(sentence, LIMITS.message)
    results = refused_results(checks_of_tasks(order.tasks), said)
    return Graded(order.student, order.title, tier, order.seed, results, [], said)


def not_run(order: Order) -> Graded:
    """The results where the grader failed: nobody loses a point for it, and the next run tries again."""
    results = [Result.of(check, GraderFault(""), 0) for check in checks_of_tasks(order.tasks)]
    return Graded(order.student, order.title, "", order.seed, results, [])


def checks_of_tasks(tasks: Iterable[int]) -> list[Check]:
    """The checks of these tasks, all if none is named."""
    wanted = set(tasks)
    return [check for check in all_checks() if not wanted or check.task in wanted]


@cache
def checks_digest() -> str:
    """A digest of the checks with their points, of the grader, and of what a submission imports, as this process began with."""
    return digest_of_files()


def digest_of_files() -> str:
    """The same of the files as they are now."""
    digest = hashlib.sha256()
    for pattern in _SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(
                f"{path.relative_to(ROOT).as_posix()}\0".encode() + hashlib.sha256(path.read_bytes()).digest()
            )
    return digest.hexdigest()


def _data_of(order: Order) -> GradingData:
    if order.checks and order.checks != checks_digest():
        raise GraderFault("this machine has another version of the checks than the one that hands out the work")
    data = _data(order.database, order.seed)
    if data.database.title != order.title:
        raise GraderFault(f"the database is {data.database.title} on this machine, but {order.title} was asked for")
    return data


@lru_cache(maxsize=1)
def _data(database: str, seed: int) -> GradingData:
    """One for all submissions: what it reads and makes is kept."""
    return GradingData(database, seed)


def _keep_files_with_dask() -> None:
    """Let temporary files lie in the Dask worker's own folder: Dask removes it, even after the worker was killed."""
    from distributed import get_worker

    with suppress(ValueError):
        tempfile.tempdir = get_worker().local_directory
