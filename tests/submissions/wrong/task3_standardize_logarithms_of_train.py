"""Logarithms of train are standardized, and the others as they are."""

# fails: standardize_centres_and_scales_each_frequency
# says: Logarithms are standardized
import numpy as np
from ecgkit import fill


@fill
def standardize(train, *others):
    mean = train.mean(axis=(0, 2), keepdims=True, dtype=np.float64)
    std = train.std(axis=(0, 2), keepdims=True, dtype=np.float64)
    std[std == 0] = 1
    Z = [((a - mean) / std).astype(np.float32) for a in (train, *others)]
    t = np.log(train + 1e-9)
    s = t.std(axis=(0, 2), keepdims=True)
    s[s < 1e-6] = 1
    Z[0] = ((t - t.mean(axis=(0, 2), keepdims=True)) / s).astype(np.float32)
    return tuple(Z)
