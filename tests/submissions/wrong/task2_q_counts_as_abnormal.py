"""Q, an unclassifiable beat, is labelled abnormal."""

# fails: label_of_every_symbol
# says: values differ

import numpy as np

from ecgkit import fill


@fill
def label_beats(symbols):
    return np.array([0 if symbol == "N" else 1 if symbol in "LRV/AfFjaEJeSQ" else -1 for symbol in symbols])
