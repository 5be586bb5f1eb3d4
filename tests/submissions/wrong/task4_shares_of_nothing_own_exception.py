"""No rows raise an exception of the student's own, which is no ValueError."""

# fails: shares_of_no_beats_are_refused
# says: must raise a ValueError

import numpy as np

from ecgkit import fill


class ValueErrorOfMine(Exception):
    pass


@fill
def class_distribution(y):
    if len(y) == 0:
        raise ValueErrorOfMine("no rows")
    abnormal = np.mean(y)
    return {0: 1 - abnormal, 1: abnormal}
