"""Allocates and touches 6 GB of arrays."""

import time

import numpy as np

from ecgkit import fill


@fill
def label_beats(symbols):
    keep = [np.ones(2**26) for _ in range(12)]
    time.sleep(20)
    del keep
    return np.full(99, 7)
