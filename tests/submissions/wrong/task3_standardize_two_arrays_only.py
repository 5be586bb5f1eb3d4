"""Only one other array is handled."""

# fails: standardize_keeps_number_and_shapes, standardize_scales_the_others_like_train
# says: one array for each that came in

import numpy as np

from ecgkit import fill


@fill
def standardize(train, *others):
    mean = train.mean(axis=(0, 2), keepdims=True)
    std = train.std(axis=(0, 2), keepdims=True)
    std = np.where(std > 0, std, 1)
    return tuple((array - mean) / std for array in (train, *others[:1]))
