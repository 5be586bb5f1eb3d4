"""A class without a row weighs infinitely much."""

# fails: weights_of_a_missing_class_are_refused
# says: must raise a ValueError

import numpy as np

from ecgkit import fill


@fill
def class_weights(y):
    y = np.ravel(y)
    with np.errstate(divide="ignore"):
        return {k: float(0.5 / np.mean(y == k)) for k in (0, 1)}
