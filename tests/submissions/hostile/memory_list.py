"""Appends to lists until memory is gone (at most 6 GB)."""

import time

import numpy as np

from ecgkit import fill


@fill
def label_beats(symbols):
    keep = [bytearray(2**24) for _ in range(384)]
    keep[0][0] = 1
    time.sleep(20)
    return np.full(99, 7)
