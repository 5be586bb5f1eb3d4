"""The rows of train come back in another order, so that the labels belong to others."""

# fails: standardize_centres_and_scales_each_frequency
# says: The rows come back in another order
import numpy as np
from ecgkit import fill


@fill
def standardize(train, *others):
    mean = train.mean(axis=(0, 2), keepdims=True, dtype=np.float64)
    std = train.std(axis=(0, 2), keepdims=True, dtype=np.float64)
    std[std == 0] = 1
    Z = [((a - mean) / std).astype(np.float32) for a in (train, *others)]
    Z[0] = Z[0][np.random.default_rng(0).permutation(len(Z[0]))]
    return tuple(Z)
