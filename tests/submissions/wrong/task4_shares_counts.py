"""The counts, not the shares."""

# fails: shares_of_eight_beats, shares_of_any_labels
# says: These are counts

import numpy as np

from ecgkit import fill


@fill
def class_distribution(y):
    y = np.ravel(y)
    if len(y) == 0:
        raise ValueError("no rows")
    return {0: int((y == 0).sum()), 1: int((y == 1).sum())}
