"""A slip of precedence: 1 / 2 * share is half the share."""

# fails: weights_of_eight_beats, weights_balance_any_labels
# says: `1 / 2 * share` is `share / 2`

import numpy as np

from ecgkit import fill


@fill
def class_weights(y):
    shares = np.bincount(np.ravel(y), minlength=2) / np.size(y)
    if not shares.all():
        raise ValueError("a class has no row")
    return {label: 1 / 2 * share for label, share in enumerate(shares)}
