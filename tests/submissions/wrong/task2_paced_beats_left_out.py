"""Paced beats are left out."""

# fails: label_of_every_symbol
# says: The paced beats

import numpy as np

from ecgkit import fill


@fill
def label_beats(symbols):
    return np.array([0 if symbol == "N" else 1 if symbol in "LRVAFjaEJeS" else -1 for symbol in symbols])
