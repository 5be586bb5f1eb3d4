"""Hostile submissions: whatever one tries, it is graded, gains nothing, touches nothing, leaves nothing, and the next is graded as ever.

Each file under `submissions/hostile` says in its docstring what it tries. `# honest: N` are the points that its answers
deserve without the attempt; 0 where the line is missing. Attempts are bounded, so that one that succeeds does no harm:
they write into a canary folder beside the worker's own, take some GB, and sleep for a minute at most.
"""

from __future__ import annotations

import dataclasses
import itertools
import os
import signal
import site
import tempfile
from collections.abc import Iterator
from pathlib import Path

import bodies
import psutil
import pytest

from autograder import clean_worker, fork_server, isolation, submission, watchdog, worker_process
from autograder.fork_server import server_of
from autograder.isolation import ROOT, Tier
from autograder.limits import LIMITS
from autograder.results import Result

HOSTILE = sorted((Path(__file__).parent / "submissions" / "hostile").glob("*.py"))
#: One of each kind, for every run of the tests; the others are marked slow.
FAST = {
    "cached_visible_inputs", "disk_deep_folders", "end_exit", "end_signal_parent", "fork_daemon", "frame_forged", "frame_huge_array",
    "lie_class", "lie_nan", "message_escapes", "network", "outside_write", "patch_load", "patch_views", "read_gc", "read_parent_process",
    "shell", "thread_after_answer",
}  # fmt: skip
NEIGHBOUR = '''"""An honest answer."""

from ecgkit import ABNORMAL_SYMBOLS, NORMAL_SYMBOL, fill


@fill
def label_beats(symbols):
    return [0 if symbol == NORMAL_SYMBOL else 1 if symbol in ABNORMAL_SYMBOLS else -1 for symbol in symbols]
'''


@pytest.fixture(scope="module", autouse=True)
def known_workers() -> Iterator[None]:
    """Mark the processes of this run, so that they are known from any other's on the machine."""
    environment = isolation._environment
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(isolation, "_environment", lambda scratch: {**environment(scratch), "RUN": f"{os.getpid()}"})
        end_processes()
        yield
        end_processes()


def end_processes() -> None:
    """End the servers, so that they start again with what is set now."""
    clean_worker._worker().stop()
    for tier in Tier:
        server_of(tier).stop()


@pytest.fixture
def surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of canaries beside the workers' folders, and limits for impatient people."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for module in (submission, worker_process, watchdog, isolation, fork_server):
        monkeypatch.setattr(
            module, "LIMITS", dataclasses.replace(LIMITS, seconds=3, load_seconds=8, training_seconds=30)
        )
    (tmp_path / "canary").mkdir()
    (tmp_path / "canary" / "precious").write_text("precious")
    return tmp_path


def state(surroundings: Path) -> dict[str, tuple]:
    """Size and time of change of every file that no submission may change, by its path."""
    site_packages = Path(site.getsitepackages()[0])
    folders = [ROOT, Path.home(), Path("/dev/shm"), Path("/var/tmp"), Path.home() / ".config", Path.home() / ".cache"]
    folders += [site_packages, site_packages / "numpy", Path(tempfile.gettempdir())]
    deep = [ROOT / name for name in ("ecgkit", "autograder", "solutions", "assignments", "tests")] + [
        surroundings / "canary"
    ]
    files = [file for folder in folders if folder.is_dir() for file in folder.iterdir() if not file.is_dir()]
    files += [file for folder in deep for file in folder.rglob("*") if "__pycache__" not in file.parts]
    return {str(file): _look_of(file) for file in files if not file.name.endswith((".log", ".coverage", ".pyc"))}


def _look_of(file: Path) -> tuple:
    try:
        found = file.lstat()
    except OSError:
        return ()
    return (found.st_size if not file.is_dir() else 0, found.st_mtime_ns if not file.is_dir() else 0, found.st_mode)


def touched(before: dict[str, tuple], after: dict[str, tuple]) -> list[str]:
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


def left_processes() -> list[psutil.Process]:
    """Processes of this run's submissions; the servers and the worker that rebuilds models are meant to live."""
    meant = {os.getpid(), *_with_all_below(clean_worker._worker()._process)}
    for tier in Tier:
        server = server_of(tier).process
        # In bubblewrap, the server is its grandchild.
        meant |= set(_line_of(server.pid, 3 if tier is Tier.A else 1)) if server else set()
    return [process for process in psutil.process_iter() if process.pid not in meant and _is_of_this_run(process)]


def _with_all_below(process: psutil.Process | None) -> list[int]:
    if process is None or not process.is_running():
        return []
    return [process.pid, *(child.pid for child in process.children(recursive=True))]


def _line_of(pid: int, length: int) -> list[int]:
    return list(itertools.islice(fork_server.family(pid), length))


def _is_of_this_run(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE and process.environ().get("RUN") == str(os.getpid())
    except psutil.Error:
        return False


def attack(path: Path, tier: Tier, surroundings: Path) -> tuple[list[Result], list[str]]:
    """Grade it; returns the results, and the files that it changed."""
    before = state(surroundings)
    results = bodies.grade(path, tier, bodies.grading_data())
    changed = touched(before, state(surroundings))
    if any("canary" not in name for name in changed):
        # Somebody may be at work in the repository: what a submission does, it does again.
        before = state(surroundings)
        bodies.grade(path, tier, bodies.grading_data())
        again = touched(before, state(surroundings))
        changed = [name for name in changed if "canary" in name or name in again]
    return results, changed


@pytest.mark.parametrize(("path", "tier"), bodies.cases("hostile", slow=lambda path: path.stem not in FAST))
def test_a_hostile_submission_gains_nothing(path, tier, surroundings, fared):
    bodies.require(tier)
    record = fared("hostile", tier)
    results, changed = attack(path, tier, surroundings)
    processes = left_processes()
    neighbour = surroundings / "neighbour.py"
    neighbour.write_text(NEIGHBOUR)
    next_results = bodies.grade(neighbour, tier, bodies.grading_data())
    record.graded = bodies.is_graded(results)
    record.forged = max(0, bodies.points_of(results) - float(bodies.header(path, "honest") or 0))
    record.touched, record.left = len(changed), len(processes)
    record.alarms = sum(result.outcome != "passed" for result in next_results)
    assert record.graded, [(result.id, result.outcome) for result in results]
    assert record.forged == 0, [(result.id, result.points) for result in results]
    assert changed == []
    assert processes == []
    assert record.alarms == 0, [(result.id, result.message) for result in next_results]
    assert not list(surroundings.glob("ecg-worker-*")), "the worker's folder is still there"
    for result in results:
        assert "HIDDEN" not in result.message
        assert len(result.message) <= LIMITS.message
        assert all(character.isprintable() or character in "\n\t" for character in result.message)


def test_there_are_enough_of_them_and_each_says_what_it_tries():
    assert len(HOSTILE) >= 60
    for path in HOSTILE:
        assert path.read_text(encoding="utf-8").startswith('"""'), path.name


@pytest.mark.parametrize(
    "name",
    [
        "outside_write",
        "outside_by_link",
        "shell",
        "fork_daemon",
        "end_signal_parent",
        "memory_dev_shm",
    ],
)
def test_the_harness_sees_what_a_plain_process_would_have_done(name, surroundings):
    """On tier D nothing holds these back: if the harness saw nothing there, its silence on A and B would prove nothing."""
    path = next(path for path in HOSTILE if path.stem == name)
    _, changed = attack(path, Tier.D, surroundings)
    processes = left_processes()
    for process in processes:
        os.kill(process.pid, signal.SIGKILL)
    Path("/dev/shm/hostile").unlink(missing_ok=True)
    assert changed or processes
