"""The standard deviation with n - 1."""

# fails: standardize_centres_and_scales_each_frequency
# says: ddof=1

import numpy as np

from ecgkit import fill


@fill
def standardize(train, *others):
    mean = train.mean(axis=(0, 2), keepdims=True)
    std = train.std(axis=(0, 2), keepdims=True, ddof=1)
    std = np.where(std > 0, std, 1)
    return tuple((array - mean) / std for array in (train, *others))
