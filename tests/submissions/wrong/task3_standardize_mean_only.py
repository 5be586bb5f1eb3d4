"""The mean is subtracted, nothing is divided."""

# fails: standardize_centres_and_scales_each_frequency
# says: the standard deviation not divided by

import numpy as np

from ecgkit import fill


@fill
def standardize(train, *others):
    mean = train.mean(axis=(0, 2), keepdims=True)
    std = train.std(axis=(0, 2), keepdims=True)
    std = np.where(std > 0, std, 1)
    return tuple(array - mean for array in (train, *others))
