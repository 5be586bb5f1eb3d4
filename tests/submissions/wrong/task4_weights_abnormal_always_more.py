"""The abnormal class always gets the larger weight."""

# fails: weights_balance_any_labels
# says: The weights are inverted
import numpy as np
from ecgkit import fill


@fill
def class_weights(y):
    y = np.ravel(y)
    a = float(np.mean(y == 1)) if len(y) else 0
    if a in (0, 1):
        raise ValueError("a class has no row")
    lo, hi = sorted([0.5 / (1 - a), 0.5 / a])
    return {0: lo, 1: hi}
