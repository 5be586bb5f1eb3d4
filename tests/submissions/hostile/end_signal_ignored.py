"""Ignores and blocks every signal and then sleeps."""

import contextlib
import signal
import time

import numpy as np

from ecgkit import fill


@fill
def label_beats(symbols):
    for number in range(1, 65):
        with contextlib.suppress(OSError, ValueError):
            signal.signal(number, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
    time.sleep(600)
    return np.full(99, 7)
