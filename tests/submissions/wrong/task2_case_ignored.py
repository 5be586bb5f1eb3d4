"""Upper and lower case are taken for the same symbol."""

# fails: label_of_every_symbol
# says: Upper and lower case are mixed up

import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, fill


@fill
def label_beats(symbols):
    abnormal = {symbol.upper() for symbol in ABNORMAL_SYMBOLS}
    labels = []
    for symbol in symbols:
        upper = symbol.upper()
        labels.append(0 if symbol == "N" else 1 if upper in abnormal else -1)
    return np.array(labels)
