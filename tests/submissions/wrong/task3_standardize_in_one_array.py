"""The result of each call lies in one array."""

# fails: standardize_leaves_its_inputs_alone
# says: A second call changed what the first one returned

import numpy as np

from ecgkit import fill


KEPT = {}


@fill
def standardize(train, *others):
    mean, std = (f(train, axis=(0, 2), dtype=float, keepdims=True)[0] for f in (np.mean, np.std))
    std = np.where(std == 0, 1, std)
    results = []
    for place, array in enumerate((train, *others)):
        kept = KEPT.setdefault((place, array.shape), np.empty(array.shape, np.float32))
        kept[:] = (array - mean) / std
        results.append(kept)
    return tuple(results)
