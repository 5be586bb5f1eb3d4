"""Crashes the interpreter by reading address 0."""

import ctypes

import numpy as np

from ecgkit import fill


@fill
def label_beats(symbols):
    ctypes.string_at(0)
    return np.full(99, 7)
