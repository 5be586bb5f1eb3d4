"""Writes one file of 2 GB."""

import os

import numpy as np

from ecgkit import fill


@fill
def label_beats(symbols):
    with open(os.environ["TMPDIR"] + "/big", "wb") as file:
        for _ in range(128):
            file.write(bytes(2**24))
    return np.full(99, 7)
