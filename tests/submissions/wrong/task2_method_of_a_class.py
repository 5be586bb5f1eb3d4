"""The answer is a method, so it has one parameter too many."""

# fails: labels_of_common_symbols, label_of_every_symbol, labels_of_no_symbols
# says: must have the signature `def label_beats(symbols)`

import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, fill


class Answers:
    codes = {"N": 0} | dict.fromkeys(ABNORMAL_SYMBOLS, 1)

    @fill
    def label_beats(self, symbols):
        return np.array([self.codes.get(symbol, -1) for symbol in symbols])
