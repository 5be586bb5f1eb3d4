"""Sends harmless signals to its parent, its process group and everyone."""

import contextlib
import os
import signal

import numpy as np

from ecgkit import fill


@fill
def label_beats(symbols):
    for target in (os.getppid(), 0, -1, -os.getpgid(0)):
        with contextlib.suppress(OSError):
            os.kill(target, signal.SIGWINCH)
            if target == os.getppid() and target > 1 and not os.path.exists("/course"):
                open(os.environ["TMPDIR"] + "/../../canary/signal", "w").write("sent")
    with contextlib.suppress(OSError):
        os.killpg(os.getpgid(os.getppid()), signal.SIGWINCH)
    return np.full(99, 7)
