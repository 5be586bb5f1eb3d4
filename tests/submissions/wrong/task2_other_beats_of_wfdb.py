"""Every symbol of a beat but N is abnormal."""

# fails: label_of_every_symbol
# says: B, r, n and ? are labelled as abnormal
import matplotlib.pyplot as plt
import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, MEANINGS, NORMAL_SYMBOL, fill, stubs


@fill
def label_beats(symbols):
    return np.array([0 if s == "N" else 1 if s in "LRBAaJSVrFejnE/f?" else -1 for s in symbols], dtype=int)
