"""Stops itself with SIGSTOP, so that it neither answers nor ends."""

import os
import signal

import numpy as np

from ecgkit import fill


@fill
def label_beats(symbols):
    os.kill(os.getpid(), signal.SIGSTOP)
    return np.full(99, 7)
