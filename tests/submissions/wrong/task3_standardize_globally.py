"""One mean and one deviation for all frequencies."""

# fails: standardize_centres_and_scales_each_frequency, standardize_of_a_constant_frequency
# says: for all frequencies: each frequency needs its own

import numpy as np

from ecgkit import fill


@fill
def standardize(train, *others):
    mean = train.mean(keepdims=True)
    std = train.std(keepdims=True)
    std = np.where(std > 0, std, 1)
    return tuple((array - mean) / std for array in (train, *others))
