"""Returns a generator that never ends."""

import numpy as np

from ecgkit import fill


@fill
def label_beats(symbols):

    return (1 for _ in iter(int, 1))
