"""A throw-away copy of this machine to run a grader in, so that an attack on it succeeds and nobody is harmed.

Everything is copy-on-write: the grader, the course, its gradebook, Python's packages and the home are there and can be
spoiled; what is written goes to memory and is looked at afterwards. It has processes and a network of its own. It needs
Linux 5.11 or later (overlayfs for everyone) and util-linux.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
INSIDE = Path(__file__).with_name("inside.py")
#: Attacks look for canaries two folders above the one for temporary files.
PLACE = "/tmp/grading"
CANARIES = (f"{PLACE}/canary/precious", f"{PLACE}/precious", "/var/tmp/precious")
UNSHARE = ("unshare", "--user", "--map-root-user", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "--net", "--ipc")  # fmt: skip


class BoxError(RuntimeError):
    """The box could not be made; the message is what the system said."""


@dataclass(frozen=True)
class Job:
    """One command for a box.

    Attributes:
        command: what to run.
        cwd: where.
        scratch: folder for temporary files.
        environment: beside what every job gets.
        copies: (from, to): files and folders that are copied into the box first.
        results: patterns of the files to bring back.
        seconds: after which everything in the box is ended.
    """

    command: list[str]
    cwd: str = "/"
    scratch: str = f"{PLACE}/grader/scratch"
    environment: dict[str, str] = field(default_factory=dict)
    copies: list[tuple[str, str]] = field(default_factory=list)
    results: list[str] = field(default_factory=list)
    seconds: float = 180


@dataclass(frozen=True)
class Report:
    """What became of a job.

    Attributes:
        code: exit status; None if its time was up.
        seconds: it took.
        left: command lines of processes that outlived it.
        touched: paths that came, went or changed.
        files: contents of the results.
        log: the end of what it printed.
    """

    code: int | None
    seconds: float
    left: list[str]
    touched: list[str]
    files: dict[str, bytes]
    log: str


def run_in_box(job: Job, python: Path) -> Report:
    """Run a job in a box of its own.

    Args:
        job: the command.
        python: the environment's interpreter.

    Raises:
        BoxError: this machine cannot make one.
    """
    with tempfile.TemporaryDirectory(prefix="box-") as folder:
        description = json.dumps(_describe(job, folder, python))
        done = subprocess.run(
            [*UNSHARE, sys.executable, "-I", str(INSIDE)],
            input=description,
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise BoxError(f"no box for {' '.join(job.command[:4])}: {done.stderr[-1500:]}")
    found = json.loads(done.stdout)
    files = {name: base64.b64decode(content) for name, content in found.pop("files").items()}
    return Report(files=files, **found)


def _describe(job: Job, folder: str, python: Path) -> dict[str, Any]:
    home = Path.home()
    return {
        "folder": folder,
        "home": str(home),
        "keep": [sys.base_prefix] if Path(sys.base_prefix).is_relative_to(home) else [],
        "make": [job.scratch, job.cwd],
        "canaries": CANARIES,
        "copies": job.copies,
        "command": job.command,
        "cwd": job.cwd,
        "environment": {**environment(python), "HOME": str(home), "TMPDIR": job.scratch, **job.environment},
        "seconds": job.seconds,
        "results": job.results,
    }


def environment(python: Path) -> dict[str, str]:
    """What an instructor's shell would set, the same for every grader."""
    return {
        "PATH": os.pathsep.join([str(python.parent), "/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin"]),
        "VIRTUAL_ENV": str(python.parent.parent),
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        # Without this nbgrader gives no point to a cell that starts TensorFlow: it counts what that writes to stderr.
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "CUDA_VISIBLE_DEVICES": "-1",
        "MPLBACKEND": "Agg",
    }


def run_quietly(command: list[str], folder: Path, python: Path) -> None:
    """Run a command outside any box, for submissions that one trusts.

    Raises:
        BoxError: it failed; the message is the end of what it printed.
    """
    settings = {**os.environ, **environment(python)}
    done = subprocess.run(command, cwd=folder, env=settings, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BoxError(f"{' '.join(command[1:5])} ended with {done.returncode}: {(done.stdout + done.stderr)[-1500:]}")
