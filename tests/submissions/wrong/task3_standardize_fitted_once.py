"""The statistics of the first call are kept."""

# fails: standardize_centres_and_scales_each_frequency, standardize_learns_from_train_alone
# says: The mean of each frequency
import numpy as np
from ecgkit import fill

FIT = {}


@fill
def standardize(train, *others):
    mean = train.mean(axis=(0, 2), keepdims=True, dtype=np.float64)
    std = train.std(axis=(0, 2), keepdims=True, dtype=np.float64)
    std[std == 0] = 1
    mean, std = FIT.setdefault(train.shape[1:], (mean, std))
    Z = [((a - mean) / std).astype(np.float32) for a in (train, *others)]
    return tuple(Z)
