"""Scaled to 0 ... 1."""

# fails: standardize_centres_and_scales_each_frequency
# says: scaled to 0 ... 1

import numpy as np

from ecgkit import fill


@fill
def standardize(train, *others):
    mean = train.min(axis=(0, 2), keepdims=True)
    std = np.ptp(train, axis=(0, 2), keepdims=True)
    std = np.where(std > 0, std, 1)
    return tuple((array - mean) / std for array in (train, *others))
