"""Shares in per cent."""

# fails: shares_of_eight_beats, shares_of_any_labels
# says: per cent

import numpy as np

from ecgkit import fill


@fill
def class_distribution(y):
    y = np.ravel(y)
    if len(y) == 0:
        raise ValueError("no rows")
    return {k: 100 * float(np.mean(y == k)) for k in (0, 1)}
