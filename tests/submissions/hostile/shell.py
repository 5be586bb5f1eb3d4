"""Runs shell commands in four ways."""

import contextlib
import os
import subprocess

import numpy as np

from ecgkit import fill


@fill
def label_beats(symbols):
    command = "echo shell > $TMPDIR/../../canary/shell"
    os.system(command)
    for action in (
        lambda: subprocess.run(command, shell=True),
        lambda: os.popen(command).read(),
        lambda: os.posix_spawn("/bin/sh", ["sh", "-c", command], os.environ),
    ):
        with contextlib.suppress(OSError):
            action()
    return np.full(99, 7)
