"""Each array is scaled by its own statistics."""

# fails: standardize_scales_the_others_like_train
# says: by their own mean and standard deviation

import numpy as np

from ecgkit import fill


@fill
def standardize(train, *others):
    def scale(array):
        std = array.std(axis=(0, 2), keepdims=True)
        return (array - array.mean(axis=(0, 2), keepdims=True)) / np.where(std > 0, std, 1)

    return tuple(scale(array) for array in (train, *others))
