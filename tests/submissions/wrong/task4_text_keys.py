"""The keys are the texts "0" and "1", not the numbers: Keras does not find its classes."""

# fails: shares_of_eight_beats, shares_of_any_labels, weights_of_eight_beats, weights_balance_any_labels
# says: The keys of the distribution are texts

import numpy as np
from ecgkit import fill


@fill
def class_distribution(y):
    if np.size(y) == 0:
        raise ValueError("empty")
    return {str(k): float(np.mean(y == k)) for k in (0, 1)}


@fill
def class_weights(y):
    counts = {str(k): int(np.sum(y == k)) for k in (0, 1)}
    if 0 in counts.values():
        raise ValueError("a class has no row")
    return {k: np.size(y) / (2 * n) for k, n in counts.items()}
