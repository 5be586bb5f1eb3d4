"""Normal and abnormal are swapped."""

# fails: labels_of_common_symbols, label_of_every_symbol
# says: Normal and abnormal are swapped

import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, fill


@fill
def label_beats(symbols):
    return np.array([1 if symbol == "N" else 0 if symbol in ABNORMAL_SYMBOLS else -1 for symbol in symbols])
