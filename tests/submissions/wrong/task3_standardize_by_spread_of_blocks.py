"""The standard deviation is the mean of those of blocks of a thousand rows."""

# fails: standardize_of_a_constant_frequency
# says: With thousands of rows

import numpy as np

from ecgkit import fill


@fill
def standardize(train, *others):
    blocks = np.array_split(train, max(1, len(train) // 1000))
    mean = np.mean([block.mean((0, 2), dtype=float) for block in blocks], 0)[:, np.newaxis]
    std = np.mean([block.std((0, 2), dtype=float) for block in blocks], 0)[:, np.newaxis]
    std = np.where(std == 0, 1, std)
    return tuple(((array - mean) / std).astype(np.float32) for array in (train, *others))
