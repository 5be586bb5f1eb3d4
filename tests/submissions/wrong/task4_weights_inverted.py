"""The weights are inverted."""

# fails: weights_of_eight_beats, weights_balance_any_labels
# says: The weights are inverted

import numpy as np

from ecgkit import fill


@fill
def class_weights(y):
    y = np.ravel(y)
    share = {k: np.mean(y == k) for k in (0, 1)}
    if 0 in share.values():
        raise ValueError("a class has no row")
    return {0: 1 / (2 * share[1]), 1: 1 / (2 * share[0])}
