"""The weights are rounded."""

# fails: weights_of_eight_beats, weights_balance_any_labels
# says: Rounded to 2 digits
import matplotlib.pyplot as plt
import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, MEANINGS, NORMAL_SYMBOL, fill, stubs


@fill
def class_weights(y):
    y = np.ravel(y)
    n = np.bincount(y, minlength=2)
    if 0 in n:
        raise ValueError("class")
    return {k: round(len(y) / (2 * n[k]), 2) for k in (0, 1)}
