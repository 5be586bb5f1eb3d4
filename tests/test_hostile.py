"""Hostile submissions: whatever one tries, it is graded, gains nothing, touches nothing, leaves nothing, and the next is graded as ever.

Each file under `submissions/hostile` says in its docstring what it tries. `# honest: N` are the points that its answers
deserve without the attempt; 0 where the line is missing. Attempts are bounded, so that one that succeeds does no harm:
they write into a canary folder beside the worker's own, take some GB, and sleep for a minute at most.
"""

from __future__ import annotations

import dataclasses
import os
import re
import signal
import site
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from autograder import clean_worker, isolation, submission, watchdog, worker_process
from autograder.checks import Check, all_checks
from autograder.grading_data import GradingData
from autograder.isolation import ROOT, Tier
from autograder.limits import LIMITS
from autograder.results import Result
from autograder.running import run_check
from autograder.submission import WorkerSubmission

HOSTILE = sorted((Path(__file__).parent / "submissions" / "hostile").glob("*.py"))
TIERS = [Tier.A, Tier.B]
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


@pytest.fixture(scope="module")
def data() -> GradingData:
    return GradingData("small", seed=20)


@pytest.fixture(scope="module")
def table(request: pytest.FixtureRequest) -> Iterator[list[dict]]:
    rows: list[dict] = []
    yield rows
    writer = request.config.get_terminal_writer()
    for tier in TIERS:
        mine = [row for row in rows if row["tier"] is tier]
        if mine:
            sums = {key: sum(row[key] for row in mine) for key in ("graded", "forged", "touched", "left")}
            writer.line(
                f"\nhostile, tier {tier.name}: {len(mine)} submissions, "
                + ", ".join(f"{key} {value:g}" for key, value in sums.items())
            )


@pytest.fixture
def surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of canaries beside the workers' folders, and limits for impatient people."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for module in (submission, worker_process, watchdog, isolation):
        monkeypatch.setattr(
            module, "LIMITS", dataclasses.replace(LIMITS, seconds=3, load_seconds=8, training_seconds=30)
        )
    # So that a worker of this run is known from those of any other on the machine.
    environment = isolation._environment
    monkeypatch.setattr(isolation, "_environment", lambda scratch: {**environment(scratch), "RUN": f"{os.getpid()}"})
    (tmp_path / "canary").mkdir()
    (tmp_path / "canary" / "precious").write_text("precious")
    return tmp_path


def points_of(results: list[Result]) -> float:
    return sum(result.points for result in results)


def checks_for(graded: WorkerSubmission) -> list[Check]:
    filled = set().union(*(answers.filled for answers in graded.files))
    return [check for check in all_checks() if check.stub in filled]


def grade(path: Path, tier: Tier, data: GradingData) -> list[Result]:
    graded = WorkerSubmission(path, tier)
    try:
        return [run_check(check, graded, data) for check in checks_for(graded)]
    finally:
        graded.close()


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
    """Processes of this run's submissions; the worker that rebuilds models is meant to live."""
    clean = clean_worker._worker()._process
    mine = (
        {clean.pid, *(child.pid for child in psutil.Process(clean.pid).children(recursive=True))}
        if clean and clean.poll() is None
        else set()
    )
    return [
        process
        for process in psutil.process_iter()
        if process.pid not in mine | {os.getpid()} and _is_of_this_run(process)
    ]


def _is_of_this_run(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE and process.environ().get("RUN") == str(os.getpid())
    except psutil.Error:
        return False


def honest_points(path: Path) -> float:
    found = re.search(r"^# honest: (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return float(found[1]) if found else 0


def attack(path: Path, tier: Tier, data: GradingData, surroundings: Path) -> dict:
    before = state(surroundings)
    results = grade(path, tier, data)
    changed = touched(before, state(surroundings))
    if any("canary" not in name for name in changed):
        # Somebody may be at work in the repository: what a submission does, it does again.
        before = state(surroundings)
        grade(path, tier, data)
        again = touched(before, state(surroundings))
        changed = [name for name in changed if "canary" in name or name in again]
    return {
        "tier": tier,
        "results": results,
        "graded": bool(results) and all(result.outcome != "not run" for result in results),
        "forged": max(0, points_of(results) - honest_points(path)),
        "touched_files": changed,
        "left_processes": left_processes(),
        "touched": 0,
        "left": 0,
    }


def cases() -> list:
    return [
        pytest.param(
            path,
            tier,
            id=f"{path.stem}-{tier.name}",
            marks=[] if path.stem in FAST and tier is Tier.B else [pytest.mark.slow],
        )
        for path in HOSTILE
        for tier in TIERS
    ]


@pytest.mark.parametrize(("path", "tier"), cases())
def test_a_hostile_submission_gains_nothing(path, tier, data, surroundings, table):
    if not isolation.works(tier):
        pytest.skip(f"tier {tier.value} does not work here")
    found = attack(path, tier, data, surroundings)
    found["touched"], found["left"] = len(found["touched_files"]), len(found["left_processes"])
    table.append(found)
    assert found["graded"], [(result.id, result.outcome) for result in found["results"]]
    assert found["forged"] == 0, [(result.id, result.points) for result in found["results"]]
    assert found["touched_files"] == []
    assert found["left_processes"] == []
    assert not list(surroundings.glob("ecg-worker-*/scratch/*")), "the worker's folder is still there"
    for result in found["results"]:
        assert len(result.message) <= LIMITS.message
        assert all(character.isprintable() or character in "\n\t" for character in result.message)
    neighbour = surroundings / "neighbour.py"
    neighbour.write_text(NEIGHBOUR)
    assert [result.outcome for result in grade(neighbour, tier, data)] == ["passed"] * 3


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
def test_the_harness_sees_what_a_plain_process_would_have_done(name, data, surroundings):
    """On tier D nothing holds these back: if the harness saw nothing there, its silence on A and B would prove nothing."""
    path = next(path for path in HOSTILE if path.stem == name)
    found = attack(path, Tier.D, data, surroundings)
    for process in found["left_processes"]:
        os.kill(process.pid, signal.SIGKILL)
    Path("/dev/shm/hostile").unlink(missing_ok=True)
    assert found["touched_files"] or found["left_processes"]
