"""Right, wrong, hostile and damaged submissions and archives, mixed at random, graded as one class.

Each gets what it gets alone, and when all is over nothing is left: no process, no file, no socket.
"""

from __future__ import annotations

import os
import tempfile
import uuid
from multiprocessing import resource_tracker
from pathlib import Path

import class_jobs
import psutil
import pytest
from class_jobs import MARK
from mixed_class import TASKS, mixed_class

from autograder import isolation
from autograder.checks import all_checks
from autograder.class_grading import Options, grade_class
from autograder.grading_data import GradingData
from autograder.notebook import SubmissionError
from autograder.reports.students import read_students
from autograder.running import run_checks
from autograder.submission import WorkerSubmission

SEED = 20


def alone(path: Path, data: GradingData) -> tuple[str, list[tuple]]:
    """The sentence of refusal, and the results."""
    try:
        submission = WorkerSubmission(path)
    except SubmissionError as error:
        return str(error), []
    results = run_checks([check for check in all_checks() if check.task in TASKS], submission, data)
    return "", [(each.id, each.outcome, each.points, each.message) for each in results]


def left_processes() -> list[psutil.Process]:
    """Processes of this run, beside this one and Python's own tracker of what it shares, which lives as long as it."""
    mine = {os.getpid(), getattr(resource_tracker._resource_tracker, "_pid", None)}
    return [process for process in psutil.process_iter() if process.pid not in mine and _is_of_this_run(process)]


def _is_of_this_run(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE and process.environ().get(MARK) == os.environ[MARK]
    except psutil.Error:
        return False


def shared_memory() -> set[str]:
    """What lies in shared memory.

    A database server of somebody else may come and go, and so do semaphores of the tests in the process beside this one, if there is one.
    """
    others = ("PostgreSQL.", *(["sem.mp-"] if "PYTEST_XDIST_WORKER" in os.environ else []))
    return {name for name in os.listdir("/dev/shm") if not name.startswith(others)}


def sockets() -> int:
    return len(psutil.Process().net_connections("all"))


@pytest.mark.parametrize("size", [12, pytest.param(200, marks=pytest.mark.slow)])
def test_a_mixed_class_gets_what_each_gets_alone_and_leaves_nothing(size, tmp_path, monkeypatch):
    submitted, temporary = mixed_class(tmp_path / "in", size, SEED), tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setenv(MARK, uuid.uuid4().hex)
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    before = sockets(), shared_memory()
    options = Options(TASKS, "small", "auto", SEED)
    summary = grade_class([submitted], tmp_path / "out", options, workers=2, quiet=True, job=class_jobs.impatient)
    assert summary.not_run == {}
    assert summary.graded + summary.refused == size
    _, alive = psutil.wait_procs(left_processes(), timeout=5)
    assert alive == []
    assert list(temporary.iterdir()) == []
    assert (sockets(), shared_memory()) == before
    _require_equal(submitted, tmp_path / "out", monkeypatch)


def _require_equal(submitted: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in class_jobs.LIMITED:
        monkeypatch.setattr(module, "LIMITS", class_jobs.IMPATIENT)
    monkeypatch.setattr(isolation, "_environment", class_jobs.marked)
    data, differences = GradingData("small", SEED), []
    for student in read_students(out):
        graded, folder = student.graded, submitted / student.name
        sentence, results = alone(folder, data)
        here = [(each.id, each.outcome, each.points, each.message) for each in graded.results]
        if graded.refused != sentence or (not sentence and here != results):
            differences.append((student.name, sorted(path.name for path in folder.iterdir()), graded.refused))
            differences += [pair for pair in zip(here, results, strict=False) if pair[0] != pair[1]]
    assert differences == []
