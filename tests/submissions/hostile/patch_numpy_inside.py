"""Replaces numpy's functions while the call runs."""

import numpy as np

from ecgkit import fill


@fill
def label_beats(symbols):
    for name in ("array", "asarray", "allclose", "ascontiguousarray", "empty"):
        setattr(np, name, lambda *args, **kwargs: np.zeros(3))
    return np.full(99, 7)
