"""Everything but N is labelled abnormal."""

# fails: labels_of_common_symbols, label_of_every_symbol
# says: are labelled as abnormal: they are -1

import numpy as np

from ecgkit import fill


@fill
def label_beats(symbols):
    return np.array([0 if symbol == "N" else 1 for symbol in symbols])
