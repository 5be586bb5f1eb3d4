"""No rows give NaN."""

# fails: shares_of_no_beats_are_refused
# says: must raise a ValueError

import numpy as np

from ecgkit import fill


@fill
def class_distribution(y):
    abnormal = np.mean(y)
    return {0: 1 - abnormal, 1: abnormal}
