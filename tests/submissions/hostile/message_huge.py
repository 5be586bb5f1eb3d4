"""Raises an exception whose text has 100 MB."""

import numpy as np

from ecgkit import fill


@fill
def label_beats(symbols):
    raise ValueError("x" * 10**8)
    return np.full(99, 7)
