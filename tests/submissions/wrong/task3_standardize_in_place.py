"""The arrays that come in are changed."""

# fails: standardize_leaves_its_inputs_alone
# says: changed an array that came in

import numpy as np

from ecgkit import fill


@fill
def standardize(train, *others):
    mean = train.mean(axis=(0, 2), keepdims=True)
    std = train.std(axis=(0, 2), keepdims=True)
    std = np.where(std > 0, std, 1)
    for array in (train, *others):
        array -= mean
        array /= std
    return (train, *others)
