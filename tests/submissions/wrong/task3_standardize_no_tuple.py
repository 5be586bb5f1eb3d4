"""Train alone is returned without a tuple."""

# fails: standardize_keeps_number_and_shapes, standardize_of_a_constant_frequency
# says: Return a tuple, also for train alone

import numpy as np

from ecgkit import fill


@fill
def standardize(train, *others):
    mean = train.mean(axis=(0, 2), keepdims=True)
    std = train.std(axis=(0, 2), keepdims=True)
    std = np.where(std > 0, std, 1)
    if not others:
        return (train - mean) / std
    return tuple((array - mean) / std for array in (train, *others))
