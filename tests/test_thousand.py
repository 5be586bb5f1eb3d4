"""A class of a thousand: killed three times on the way, then graded once more by a cluster that loses a machine."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from mixed_class import TASKS, mixed_class

from autograder.isolation import ROOT

SEED = 20


@pytest.mark.slow
@pytest.mark.parametrize("size", [40, 1000])
def test_killed_or_on_a_cluster_a_class_gets_the_same_grades(size, tmp_path):
    submitted = mixed_class(tmp_path / "in", size, SEED)
    (tmp_path / "tmp").mkdir()
    for share in (0.2, 0.5, 0.8):
        _kill_when(
            _grade(tmp_path, submitted, "killed"), lambda share=share: _done(tmp_path / "killed") >= share * size
        )
    _finish(_grade(tmp_path, submitted, "killed"))
    _finish_on_a_cluster(tmp_path, submitted, size)
    killed, cluster = ((tmp_path / name / "grades.csv").read_text() for name in ("killed", "cluster"))
    assert killed.count("\n") == size + 1
    assert killed == cluster


def _grade(tmp_path: Path, submitted: Path, out: str, *options: str) -> subprocess.Popen:
    tasks = [word for task in TASKS for word in ("--task", str(task))]
    command = ["-m", "autograder", "grade", str(submitted), "--out", str(tmp_path / out), "--database", "small"]
    return _python(tmp_path, *command, *tasks, "--seed", str(SEED), *options)


def _python(tmp_path: Path, *arguments: str) -> subprocess.Popen:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path / "tmp")}
    return subprocess.Popen([sys.executable, *arguments], cwd=tmp_path, env=environment, stdout=subprocess.DEVNULL)


def _done(out: Path) -> int:
    return len(list(out.glob("*/handed_in.json")))


def _kill_when(process: subprocess.Popen, condition: Callable[[], bool]) -> None:
    """Kill it, and see that what it started does not outlive it."""
    while not condition():
        assert process.poll() is None, "it ended before it could be killed"
        time.sleep(0.1)
    family = psutil.Process(process.pid).children(recursive=True)
    process.kill()
    process.wait()
    assert psutil.wait_procs(family, timeout=60)[1] == []


def _finish(process: subprocess.Popen) -> None:
    assert process.wait() == 0


def _finish_on_a_cluster(tmp_path: Path, submitted: Path, size: int) -> None:
    place = ["--scheduler-file", str(tmp_path / "scheduler.json"), "--no-dashboard", "--host", "127.0.0.1"]
    cluster = [_python(tmp_path, "-m", "distributed.cli.dask_scheduler", *place, "--port", "0")]
    try:
        while not (tmp_path / "scheduler.json").exists():
            time.sleep(0.1)
        worker = ["-m", "distributed.cli.dask_worker", *place, "--nthreads", "1"]
        cluster += [_python(tmp_path, *worker, "--no-nanny") for _ in range(3)]
        address = json.loads((tmp_path / "scheduler.json").read_text())["address"]
        client = _grade(tmp_path, submitted, "cluster", "--scheduler", address)
        while _done(tmp_path / "cluster") < size / 2:
            assert client.poll() is None
            time.sleep(0.1)
        os.kill(cluster[-1].pid, signal.SIGKILL)
        _finish(client)
    finally:
        for process in reversed(cluster):
            process.terminate()
            process.wait(60)
