"""The mean is not subtracted."""

# fails: standardize_centres_and_scales_each_frequency, standardize_of_a_constant_frequency
# says: the mean is not subtracted

import numpy as np

from ecgkit import fill


@fill
def standardize(train, *others):
    mean = train.mean(axis=(0, 2), keepdims=True)
    std = train.std(axis=(0, 2), keepdims=True)
    std = np.where(std > 0, std, 1)
    return tuple(array / std for array in (train, *others))
