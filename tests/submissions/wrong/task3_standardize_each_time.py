"""Each time is scaled by itself."""

# fails: standardize_centres_and_scales_each_frequency, standardize_of_a_constant_frequency
# says: Each time is scaled by itself

import numpy as np

from ecgkit import fill


@fill
def standardize(train, *others):
    mean = train.mean(axis=(0, 1), keepdims=True)
    std = train.std(axis=(0, 1), keepdims=True)
    std = np.where(std > 0, std, 1)
    return tuple((array - mean) / std for array in (train, *others))
