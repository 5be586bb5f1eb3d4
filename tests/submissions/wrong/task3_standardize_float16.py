"""Half precision."""

# fails: standardize_centres_and_scales_each_frequency
# says: Numbers of float16

import numpy as np

from ecgkit import fill


@fill
def standardize(train, *others):
    mean, std = (f(train, axis=(0, 2), dtype=float, keepdims=True)[0] for f in (np.mean, np.std))
    std = np.where(std == 0, 1, std)
    return tuple(((array - mean) / std).astype(np.float16) for array in (train, *others))
