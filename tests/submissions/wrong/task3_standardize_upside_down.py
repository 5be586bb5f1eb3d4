"""The values are subtracted from the mean."""

# fails: standardize_centres_and_scales_each_frequency
# says: The values are upside down
import numpy as np
from ecgkit import fill


@fill
def standardize(train, *others):
    mean = train.mean(axis=(0, 2), keepdims=True, dtype=np.float64)
    std = train.std(axis=(0, 2), keepdims=True, dtype=np.float64)
    std[std == 0] = 1
    Z = [((mean - a) / std).astype(np.float32) for a in (train, *others)]
    return tuple(Z)
