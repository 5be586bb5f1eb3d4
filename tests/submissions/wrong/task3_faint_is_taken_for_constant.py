"""A standard deviation below 0.01 is taken for 0."""

# fails: standardize_of_a_constant_frequency
# says: hardly varies

import numpy as np
from ecgkit import fill

@fill
def standardize(train, *others):
    mean = train.mean(axis=(0, 2), keepdims=True, dtype=float)
    std = train.std(axis=(0, 2), keepdims=True, dtype=float)
    std = np.where(std < 1e-2, 1, std)
    return tuple(((a - mean) / std).astype(np.float32) for a in (train, *others))
