"""Marks that are no beats get no label."""

# fails: labels_of_common_symbols, label_of_every_symbol
# says: each symbol gets a label

import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, fill


@fill
def label_beats(symbols):
    return np.array(
        [
            0 if symbol == "N" else 1 if symbol in ABNORMAL_SYMBOLS else -1
            for symbol in symbols
            if symbol == "N" or symbol in ABNORMAL_SYMBOLS
        ]
    )
