"""A constant frequency is divided by 0, and the infinite values are made the largest numbers there are."""

# fails: standardize_of_a_constant_frequency
# says: the largest number there is

import numpy as np

from ecgkit import fill


@fill
def standardize(train, *others):
    mean = train.mean(axis=(0, 2), keepdims=True)
    std = train.std(axis=(0, 2), keepdims=True)
    return tuple(np.nan_to_num((array - mean) / std) for array in (train, *others))
