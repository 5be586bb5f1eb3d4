"""Labels of the AAMI, Q included."""

# fails: label_of_every_symbol
# says: The classes are those of the AAMI
import matplotlib.pyplot as plt
import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, MEANINGS, NORMAL_SYMBOL, fill, stubs


@fill
def label_beats(symbols):
    return np.array([0 if s in "NLRej" else 1 if s in "AaJSVEF/fQ" else -1 for s in symbols], dtype=int)
