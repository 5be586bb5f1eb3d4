"""Bundle branch block beats are labelled normal."""

# fails: label_of_every_symbol
# says: L and R, the bundle branch blocks, are labelled as normal

import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, fill


@fill
def label_beats(symbols):
    return np.array([0 if symbol in "NLR" else 1 if symbol in ABNORMAL_SYMBOLS else -1 for symbol in symbols])
