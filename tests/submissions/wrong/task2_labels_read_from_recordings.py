"""The abnormal symbols are collected from the recordings, which a function gets as arguments or not at all."""

# fails: labels_of_common_symbols, label_of_every_symbol, labels_of_no_symbols
# says: There are no recordings and no saved arrays where work is graded
import numpy as np

from ecgkit import NORMAL_SYMBOL, fill, open_database

database = open_database(quiet=True)
KNOWN = sorted({symbol for record in database for symbol in record.symbol})


@fill
def label_beats(symbols):
    return np.array([0 if symbol == NORMAL_SYMBOL else 1 if symbol in KNOWN else -1 for symbol in symbols], dtype=int)
