"""Returns a list and a dict that hold themselves."""

import numpy as np

from ecgkit import fill


@fill
def label_beats(symbols):
    loop = []
    loop.append(loop)
    table = {0: loop}
    table[1] = table
    return [loop, table]
