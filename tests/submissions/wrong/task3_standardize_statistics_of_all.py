"""The statistics come from all arrays together."""

# fails: standardize_learns_from_train_alone
# says: changes with the other arrays

import numpy as np

from ecgkit import fill


@fill
def standardize(train, *others):
    together = np.concatenate([train, *others])
    mean = together.mean(axis=(0, 2), keepdims=True)
    std = together.std(axis=(0, 2), keepdims=True)
    std = np.where(std > 0, std, 1)
    return tuple((array - mean) / std for array in (train, *others))
