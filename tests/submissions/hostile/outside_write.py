"""Writes, renames, truncates and removes files outside its folder."""

import contextlib
import os

import numpy as np

from ecgkit import fill


@fill
def label_beats(symbols):
    canary = os.environ["TMPDIR"] + "/../../canary"
    for action in (
        lambda: open(canary + "/written", "w").write("x"),
        lambda: os.truncate(canary + "/precious", 0),
        lambda: os.rename(canary + "/precious", canary + "/renamed"),
        lambda: os.remove(canary + "/precious"),
        lambda: os.mkdir(canary + "/folder"),
        lambda: os.chmod(canary, 0o777),
        lambda: os.utime(canary + "/precious", (0, 0)),
        lambda: os.setxattr(canary, "user.hostile", b"x"),
    ):
        with contextlib.suppress(OSError):
            action()
    return np.full(99, 7)
