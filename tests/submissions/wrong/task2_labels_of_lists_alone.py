"""Works for lists alone; the symbols of a record are a tuple."""

# fails: label_of_every_symbol
# says: raised AttributeError

import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, NORMAL_SYMBOL, fill


@fill
def label_beats(symbols):
    labels = symbols.copy()
    for place, symbol in enumerate(labels):
        labels[place] = 0 if symbol == NORMAL_SYMBOL else 1 if symbol in ABNORMAL_SYMBOLS else -1
    return np.array(labels, dtype=int)
