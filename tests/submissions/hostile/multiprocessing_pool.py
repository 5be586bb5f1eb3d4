"""Starts a pool of worker processes."""

import multiprocessing

import numpy as np

from ecgkit import fill


@fill
def label_beats(symbols):
    with multiprocessing.get_context("fork").Pool(4) as pool:
        pool.map(len, ["a"])
    return np.full(99, 7)
