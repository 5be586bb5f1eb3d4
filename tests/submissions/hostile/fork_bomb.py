"""Forks as often as it can, up to 200 times."""

import os
import time

import numpy as np

from ecgkit import fill


@fill
def label_beats(symbols):
    for _ in range(200):
        if os.fork() == 0:
            time.sleep(20)
            os._exit(0)
    return np.full(99, 7)
