"""Writes files until the limit on their number ends it."""

import os
import time

import numpy as np

from ecgkit import fill


@fill
def label_beats(symbols):
    for number in range(50_000):
        open(os.environ["TMPDIR"] + f"/{number}", "w").close()
    time.sleep(20)
    return np.full(99, 7)
