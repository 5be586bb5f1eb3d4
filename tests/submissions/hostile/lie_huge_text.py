"""Returns a text of 100 MB and a number of a million digits."""

import numpy as np

from ecgkit import fill


@fill
def label_beats(symbols):

    return ["x" * 10**8, 10**100_000]
