"""Right, wrong, hostile and damaged submissions and archives, mixed at random, graded as one class.

Each gets what it gets alone, and when all is over nothing is left: no process, no file, no socket.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import tempfile
import uuid
from collections.abc import Callable
from multiprocessing import resource_tracker
from pathlib import Path

import archives_made
import class_jobs
import damaged
import psutil
import pytest
from class_jobs import MARK

from autograder import isolation
from autograder.checks import all_checks
from autograder.class_folder import ClassFolder
from autograder.class_grading import Options, grade_class
from autograder.grading_data import GradingData
from autograder.notebook import SubmissionError
from autograder.running import run_check
from autograder.submission import WorkerSubmission

SEED = 20
FOLDER = Path(__file__).parent / "submissions"
TASKS = (1, 2, 3, 4)
#: A process that trains takes as long as ten others; one in so many keeps them in the mix.
KERAS_SHARE = 0.05
#: Whose time is up differently on a busy machine and on an idle one, or that take minutes alone.
TIMED = re.compile(r"slow|sleep|time|drip|endless|deep|memory|disk|cpu|fork|thread")


def needs_keras(path: Path) -> bool:
    return re.search(r"^def (train|build_\w+)\(", path.read_text(), re.MULTILINE) is not None


def makers(rng: random.Random) -> list[Callable[[Path], object]]:
    """One of everything, each writes itself into the folder of a student."""
    scripts = [path for kind in ("right", "wrong", "hostile") for path in sorted((FOLDER / kind).glob("*.py"))]
    scripts = [path for path in scripts if not TIMED.search(path.stem)]
    scripts = [path for path in scripts if not needs_keras(path) or rng.random() < KERAS_SHARE]
    found: list[Callable[[Path], object]] = [lambda folder, path=path: shutil.copy(path, folder) for path in scripts]
    found += [lambda folder, case=case: _copied(case.make(folder), folder) for case in damaged.CASES]
    found += [case.write for case in archives_made.CASES]
    return found


def _copied(path: Path, folder: Path) -> None:
    if folder not in path.parents:
        shutil.copy(path, folder)


def a_class(folder: Path, size: int) -> Path:
    rng = random.Random(SEED)
    for number, make in enumerate(rng.sample(makers(rng), size)):
        (folder / f"student {number:03}").mkdir(parents=True)
        make(folder / f"student {number:03}")
    return folder


def alone(path: Path, data: GradingData) -> tuple[str, list[tuple]]:
    """The sentence of refusal, and the results."""
    try:
        submission = WorkerSubmission(path)
    except SubmissionError as error:
        return str(error), []
    try:
        results = [run_check(check, submission, data) for check in all_checks() if check.task in TASKS]
    finally:
        submission.close()
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
    """What lies in shared memory; a database server of somebody else may come and go."""
    return {name for name in os.listdir("/dev/shm") if not name.startswith("PostgreSQL.")}


def sockets() -> int:
    return len(psutil.Process().net_connections("all"))


@pytest.mark.parametrize("size", [12, pytest.param(200, marks=pytest.mark.slow)])
def test_a_mixed_class_gets_what_each_gets_alone_and_leaves_nothing(size, tmp_path, monkeypatch):
    submitted, temporary = a_class(tmp_path / "in", size), tmp_path / "tmp"
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
    for student, graded in ClassFolder(out).graded():
        sentence, results = alone(submitted / student, data)
        here = [(each.id, each.outcome, each.points, each.message) for each in graded.results]
        if graded.refused != sentence or (not sentence and here != results):
            differences.append((student, sorted(path.name for path in (submitted / student).iterdir()), graded.refused))
            differences += [pair for pair in zip(here, results, strict=False) if pair[0] != pair[1]]
    assert differences == []
