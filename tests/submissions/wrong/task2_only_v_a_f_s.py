"""Only four symbols count as abnormal."""

# fails: label_of_every_symbol
# says: Only V, A, F and S count as abnormal

import numpy as np

from ecgkit import fill


@fill
def label_beats(symbols):
    return np.array([0 if symbol == "N" else 1 if symbol in "VAFS" else -1 for symbol in symbols])
