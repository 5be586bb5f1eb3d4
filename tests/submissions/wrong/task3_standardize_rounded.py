"""Three digits behind the point."""

# fails: standardize_centres_and_scales_each_frequency
# says: Rounded to 3 digits

import numpy as np

from ecgkit import fill


@fill
def standardize(train, *others):
    mean, std = (f(train, axis=(0, 2), dtype=float, keepdims=True)[0] for f in (np.mean, np.std))
    std = np.where(std == 0, 1, std)
    return tuple(np.round((array - mean) / std, 3).astype(np.float32) for array in (train, *others))
