"""Reads keys and passwords of the machine."""

import contextlib
import os

import numpy as np

from ecgkit import fill


@fill
def label_beats(symbols):
    for path in (
        "/etc/shadow",
        "/etc/passwd",
        "/root/.ssh/id_rsa",
        "/root/.bash_history",
        "/root/.gitconfig",
        "/root/.netrc",
        "/proc/1/environ",
    ):
        with contextlib.suppress(OSError):
            open(path).read()
            open(os.environ["TMPDIR"] + "/../../canary/secret", "w").write(path)
    return np.full(99, 7)
