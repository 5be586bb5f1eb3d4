"""3e-4 is added to each standard deviation."""

# fails: standardize_of_a_constant_frequency
# says: hardly varies

import numpy as np
from ecgkit import fill

@fill
def standardize(train, *others):
    mean = train.mean(axis=(0, 2), keepdims=True, dtype=float)
    std = train.std(axis=(0, 2), keepdims=True, dtype=float)
    std = np.where(std == 0, 1, std)
    return tuple(((a - mean) / (std + 3e-4)).astype(np.float32) for a in (train, *others))
