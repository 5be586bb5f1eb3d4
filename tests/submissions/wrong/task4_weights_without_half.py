"""1 / share, twice too large."""

# fails: weights_of_eight_beats, weights_balance_any_labels
# says: twice too large

import numpy as np

from ecgkit import fill


@fill
def class_weights(y):
    y = np.ravel(y)
    share = {k: np.mean(y == k) for k in (0, 1)}
    if 0 in share.values():
        raise ValueError("a class has no row")
    return {k: 1 / share[k] for k in share}
