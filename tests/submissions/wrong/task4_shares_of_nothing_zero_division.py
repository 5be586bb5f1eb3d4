"""No rows give a ZeroDivisionError."""

# fails: shares_of_no_beats_are_refused
# says: must raise a ValueError

import numpy as np

from ecgkit import fill


@fill
def class_distribution(y):
    y = [int(value) for value in np.ravel(y)]
    return {k: y.count(k) / len(y) for k in (0, 1)}
