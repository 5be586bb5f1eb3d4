"""Overflows the C stack."""

import sys

import numpy as np

from ecgkit import fill


@fill
def label_beats(symbols):
    sys.setrecursionlimit(10**9)

    def down(n):
        return down(n + 1)

    down(0)
    return np.full(99, 7)
