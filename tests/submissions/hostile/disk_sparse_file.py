"""Makes sparse files of a petabyte."""

import os

import numpy as np

from ecgkit import fill


@fill
def label_beats(symbols):
    with open(os.environ["TMPDIR"] + "/sparse", "wb") as file:
        os.ftruncate(file.fileno(), 2**50)
    return np.full(99, 7)
