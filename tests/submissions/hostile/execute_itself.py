"""Replaces its own process by another program."""

import os

import numpy as np

from ecgkit import fill


@fill
def label_beats(symbols):
    os.execv("/usr/bin/env", ["env", "sleep", "20"])
    return np.full(99, 7)
