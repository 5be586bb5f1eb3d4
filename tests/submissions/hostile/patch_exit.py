"""Replaces exit handlers and hooks so that its process lives on and lies about it."""

import atexit
import os
import sys

import numpy as np

from ecgkit import fill


@fill
def label_beats(symbols):
    sys.exit = sys.excepthook = os._exit = lambda *args: None
    atexit.register(lambda: open(os.environ["TMPDIR"] + "/../../canary/atexit", "w").write("late"))
    raise SystemExit(0)
    return np.full(99, 7)
