"""The other arrays come back as they were."""

# fails: standardize_scales_the_others_like_train
# says: come back unchanged

import numpy as np

from ecgkit import fill


@fill
def standardize(train, *others):
    mean = train.mean(axis=(0, 2), keepdims=True)
    std = train.std(axis=(0, 2), keepdims=True)
    std = np.where(std > 0, std, 1)
    return ((train - mean) / std, *others)
