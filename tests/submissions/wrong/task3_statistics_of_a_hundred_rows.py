"""Mean and standard deviation are those of the first hundred rows."""

# fails: standardize_of_a_constant_frequency
# says: With thousands of rows

import numpy as np
from ecgkit import fill

@fill
def standardize(train, *others):
    mean = train[:100].mean(axis=(0, 2), keepdims=True, dtype=float)
    std = train[:100].std(axis=(0, 2), keepdims=True, dtype=float)
    std = np.where(std == 0, 1, std)
    return tuple(((a - mean) / std).astype(np.float32) for a in (train, *others))
