"""L, R, e and j count as normal, as in the classes of the AAMI."""

# fails: label_of_every_symbol
# says: L, R, e and j are labelled as normal, as in the classes of the AAMI
import numpy as np
from ecgkit import ABNORMAL_SYMBOLS, MEANINGS, NORMAL_SYMBOL, fill, stubs


@fill
def label_beats(symbols):
    return np.array([0 if s in "NLRej" else 1 if s in ABNORMAL_SYMBOLS else -1 for s in symbols], dtype=int)
