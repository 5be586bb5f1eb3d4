"""Fills an unnamed memory file (at most 2 GB)."""

import os

import numpy as np

from ecgkit import fill


@fill
def label_beats(symbols):
    number = os.memfd_create("x")
    for _ in range(32):
        os.write(number, bytes(2**26))
    open(os.environ["TMPDIR"] + "/../../canary/memfd", "w").write("held")
    return np.full(99, 7)
