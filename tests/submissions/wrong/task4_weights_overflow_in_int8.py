"""The abnormal rows are counted in the labels' own type."""

# fails: weights_balance_any_labels
# says: counts of int8 labels overflow

import numpy as np

from ecgkit import fill


@fill
def class_weights(y):
    y = np.ravel(y)
    abnormal = y.sum(dtype=y.dtype) / len(y)
    if abnormal in (0, 1):
        raise ValueError("a class has no row")
    return {0: 0.5 / (1 - abnormal), 1: 0.5 / abnormal}
