"""An empty list is not allowed."""

# fails: labels_of_no_symbols
# says: raised AssertionError

import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, fill


@fill
def label_beats(symbols):
    assert len(symbols) > 0
    return np.array([0 if symbol == "N" else 1 if symbol in ABNORMAL_SYMBOLS else -1 for symbol in symbols])
