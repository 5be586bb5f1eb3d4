"""Each frequency of each time by itself."""

# fails: standardize_centres_and_scales_each_frequency
# says: Each frequency of each time

import numpy as np

from ecgkit import fill


@fill
def standardize(train, *others):
    mean = train.mean(axis=0, keepdims=True)
    std = train.std(axis=0, keepdims=True)
    std = np.where(std > 0, std, 1)
    return tuple((array - mean) / std for array in (train, *others))
