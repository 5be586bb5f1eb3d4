"""Ends its process at each call."""

import os

import numpy as np

from ecgkit import fill


@fill
def label_beats(symbols):
    os._exit(0)
    return np.full(99, 7)
