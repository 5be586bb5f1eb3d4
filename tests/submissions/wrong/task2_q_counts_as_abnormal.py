"""Q, an unclassifiable beat, is labelled abnormal."""

# fails: label_of_every_symbol
# says: Q, an unclassifiable beat, is labelled as abnormal

import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, fill


@fill
def label_beats(symbols):
    return np.array([0 if symbol == "N" else 1 if symbol in (*ABNORMAL_SYMBOLS, "Q") else -1 for symbol in symbols])
