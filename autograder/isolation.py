"""Tiers of isolation: which this machine can give, and the command line that starts a worker in each.

A  bubblewrap (own namespaces, no network, a file system of its own) + Landlock + seccomp + limits
B  Landlock + seccomp + limits, no package and no privilege needed
C  macOS sandbox-exec, best effort
D  plain process with limits: for one's own code only
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from enum import Enum
from functools import cache
from pathlib import Path

from .limits import LIMITS
from .worker.sandbox import Rules

ROOT = Path(__file__).resolve().parent.parent


class Tier(Enum):
    """How well a worker is isolated."""

    A = "A bubblewrap + Landlock + seccomp"
    B = "B Landlock + seccomp"
    C = "C sandbox-exec"
    D = "D plain process"

    @property
    def is_safe_for_strangers(self) -> bool:
        """Whether code that nobody has read may run in it."""
        return self in (Tier.A, Tier.B)


class TierMissing(Exception):
    """This machine cannot give the tier that was asked for."""


#: Parts of the operating system that Python, NumPy, matplotlib and TensorFlow read. Not /etc as a whole: it holds secrets.
SYSTEM_PATHS = (
    "/usr", "/lib", "/lib64", "/lib32", "/bin", "/etc/ld.so.cache", "/etc/localtime", "/etc/fonts", "/etc/mime.types",
    "/etc/alternatives", "/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/proc/filesystems", "/proc/sys/vm",
    "/sys/devices/system", "/sys/fs/cgroup",
)  # fmt: skip
#: The only files of the course that a worker sees: no check, no oracle, no solution.
COURSE_PATHS = ("ecgkit", "autograder/__init__.py", "autograder/worker")


@dataclass(frozen=True)
class Launch:
    """How to start one worker."""

    command: list[str]
    environment: dict[str, str]


def best_tier() -> Tier:
    """The best tier that works here, found by trying.

    Raises:
        TierMissing: none does.
    """
    for tier in Tier:
        if works(tier):
            return tier
    raise TierMissing(
        "No tier of isolation works on this machine: not even a plain process of Python starts within a minute."
    )


def require(name: str) -> Tier:
    """The tier of this letter, or the best one for "auto".

    Raises:
        TierMissing: it does not work on this machine.
    """
    if name == "auto":
        return best_tier()
    tier = Tier[name]
    if not works(tier):
        raise TierMissing(
            f"Isolation tier {tier.value} does not work on this machine; the best that does is {best_tier().value}."
        )
    return tier


def require_safe(name: str) -> Tier:
    """The same, but "auto" never means a tier that does not hold back code that nobody has read.

    Raises:
        TierMissing: none that holds works on this machine, or not the one that was asked for.
    """
    tier = require(name)
    if name == "auto" and not tier.is_safe_for_strangers:
        raise TierMissing(
            f"The best isolation on this machine is {tier.value}, which is not safe for code that nobody has read. "
            f'Grade on Linux, or ask for it by its letter: tier "{tier.name}".'
        )
    return tier


@cache
def works(tier: Tier) -> bool:
    """Whether a worker starts in this tier; tried once a run."""
    if tier is Tier.C and sys.platform != "darwin":
        return False
    if tier is Tier.A and shutil.which("bwrap") is None:
        return False
    with tempfile.TemporaryDirectory() as folder:
        scratch = "/tmp" if tier is Tier.A else folder
        enter = "enter" if tier.is_safe_for_strangers else "limit_resources"
        rules = json.dumps(asdict(rules_of(tier, Path(folder), scratch)))
        program = (
            f"from autograder.worker import sandbox\nsandbox.{enter}(sandbox.Rules(**{rules}))\n"
            "import ecgkit.symbols; print('inside')"
        )
        launch = launch_of(tier, Path(folder), program)
        try:
            run = subprocess.run(
                launch.command, env=launch.environment, capture_output=True, text=True, timeout=60, check=False
            )
        except (OSError, subprocess.TimeoutExpired):
            return False
    return run.returncode == 0 and run.stdout.strip() == "inside"


def launch_of(tier: Tier, folder: Path, program: str) -> Launch:
    """The command that runs a Python program of the grader's own in a tier; it locks the last door itself.

    Args:
        tier: of isolation.
        folder: an empty one for it alone.
        program: Python source.
    """
    command = [sys.executable, "-I", "-B", "-c", f"import sys; sys.path[:0] = [{_course(tier, folder)!r}]\n{program}\n"]
    if tier is Tier.A:
        return Launch(_bubblewrap() + command, _environment("/tmp"))
    _link_course(folder / "course")
    return Launch((_sandbox_exec() if tier is Tier.C else []) + command, _environment(str(folder)))


def rules_of(tier: Tier, folder: Path, scratch: str) -> Rules:
    """What a worker may do.

    Args:
        tier: of isolation.
        folder: the one that `launch_of` was given.
        scratch: the one folder that it may write to.
    """
    course = _course(tier, folder)
    return Rules(
        readable=(
            *around(ROOT, (*SYSTEM_PATHS, *_python_paths())),
            course,
            *map(str, map(ROOT.joinpath, COURSE_PATHS)),
        ),
        writable=(scratch,),
        data_bytes=LIMITS.memory_bytes,
        file_bytes=LIMITS.file_bytes,
        open_files=LIMITS.open_files,
        cpu_seconds=LIMITS.cpu_seconds,
        # In bubblewrap everything but the scratch folder is mounted read-only anyway.
        landlock=1 if tier is Tier.A else 3,
    )


def around(hidden: Path, places: Iterable[str]) -> Iterator[str]:
    """These places, without what is hidden: one that holds it is replaced by all else that lies there.

    A course below /usr would else show its hidden checks to everybody who may read Python.
    """
    for place in map(Path, places):
        if not hidden.is_relative_to(place.resolve()):
            yield str(place)
        elif hidden != place.resolve() and not place.is_symlink():
            yield from around(hidden, sorted(map(str, place.iterdir())))


def scratch_for(tier: Tier) -> str:
    """A new scratch folder for one worker, alone in its own; in bubblewrap a name in its memory file system."""
    folder = f"/tmp/{secrets.token_hex(8)}" if tier is Tier.A else tempfile.mkdtemp(prefix="ecg-worker-")
    return f"{folder}/scratch"


def _course(tier: Tier, folder: Path) -> str:
    return "/course" if tier is Tier.A else str(folder / "course")


def _link_course(folder: Path) -> None:
    """Make a folder that shows only what a worker may import; Landlock follows the links to what they stand for."""
    (folder / "autograder").mkdir(parents=True, exist_ok=True)
    for path in COURSE_PATHS:
        link = folder / path
        if not link.is_symlink():
            link.symlink_to(ROOT / path)


def _environment(scratch: str) -> dict[str, str]:
    # By themselves, TensorFlow and OpenBLAS start several threads a core, and a large machine more than a worker may have.
    threads = str(min(os.cpu_count() or 1, LIMITS.threads_of_a_pool))
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": scratch,
        "TMPDIR": scratch,
        "LANG": "C.UTF-8",
        # No other process may be started: what joblib does, one after the other.
        "JOBLIB_MULTIPROCESSING": "0",
        # The sandbox refuses flock.
        "HDF5_USE_FILE_LOCKING": "FALSE",
        "OMP_NUM_THREADS": threads,
        "OPENBLAS_NUM_THREADS": threads,
        "TF_NUM_INTEROP_THREADS": threads,
        "TF_NUM_INTRAOP_THREADS": threads,
        "MPLBACKEND": "Agg",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "CUDA_VISIBLE_DEVICES": "-1",
        "KERAS_BACKEND": "tensorflow",
        "PYTHONWARNINGS": "ignore",
    }


def _python_paths() -> tuple[str, ...]:
    real = Path(sys.executable).resolve()
    return tuple(dict.fromkeys([sys.prefix, sys.base_prefix, str(real.parent.parent)]))


def _bubblewrap() -> list[str]:
    options = [
        "--unshare-user", "--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try",
        "--disable-userns", "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--hostname", "worker",
    ]  # fmt: skip
    # First, so that it does not cover an environment that lies below /tmp.
    options += ["--size", str(LIMITS.scratch_bytes), "--tmpfs", "/tmp"]
    places = ("/usr", "/etc/ld.so.cache", "/etc/localtime", "/etc/fonts", "/etc/alternatives", *_python_paths())
    for path in around(ROOT, places):
        options += ["--ro-bind-try", path, path]
    for path in COURSE_PATHS:
        options += ["--ro-bind", str(ROOT / path), f"/course/{path}"]
    for path in ("/lib", "/lib64", "/lib32", "/bin"):
        # On merged systems these are links into /usr.
        options += ["--symlink", "usr" + path, path] if Path(path).is_symlink() else ["--ro-bind-try", path, path]
    options += ["--proc", "/proc", "--ro-bind-try", "/sys/devices/system", "/sys/devices/system", "--dev", "/dev"]
    options += ["--size", "4096", "--tmpfs", "/dev/shm"]
    return ["bwrap", *options, "--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/tmp", "--"]


def _sandbox_exec() -> list[str]:
    place = os.path.realpath(tempfile.gettempdir())
    profile = f'(version 1)(allow default)(deny network*)(deny file-write* (require-not (subpath "{place}")))'
    return ["sandbox-exec", "-p", profile]
