"""The abnormal rows are added one by one as int8, which ends at 127."""

# fails: shares_of_any_labels
# says: counts of int8 labels overflow

import numpy as np

from ecgkit import fill


@fill
def class_distribution(y):
    y = np.ravel(y)
    if len(y) == 0:
        raise ValueError("no rows")
    abnormal = float(sum(y)) / len(y)
    return {0: 1 - abnormal, 1: abnormal}
