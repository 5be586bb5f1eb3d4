"""Of many rows every tenth one has to do."""

# fails: standardize_of_a_constant_frequency
# says: With thousands of rows

import numpy as np
from ecgkit import fill

@fill
def standardize(train, *others):
    of = train[::10] if len(train) > 1000 else train
    m = of.mean(axis=(0, 2), keepdims=True); s = of.std(axis=(0, 2), keepdims=True)
    s = np.where(s == 0, 1, s)
    return tuple(((a - m) / s).astype(np.float32) for a in (train, *others))
