"""Makes len, isinstance and type lie."""

import builtins

import numpy as np

from ecgkit import fill


@fill
def label_beats(symbols):
    builtins.len = lambda *args: 7
    builtins.isinstance = lambda *args: True
    builtins.__import__ = lambda *args, **kwargs: np
    return np.full(99, 7)
