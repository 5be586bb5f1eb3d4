"""Normal weighs 1."""

# fails: weights_of_eight_beats, weights_balance_any_labels
# says: right ratio

import numpy as np

from ecgkit import fill


@fill
def class_weights(y):
    y = np.ravel(y)
    share = {k: np.mean(y == k) for k in (0, 1)}
    if 0 in share.values():
        raise ValueError("a class has no row")
    return {0: 1.0, 1: share[0] / share[1]}
