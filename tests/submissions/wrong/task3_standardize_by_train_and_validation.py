"""Statistics of all arrays but the last one: of validation, too."""

# fails: standardize_learns_from_train_alone
# says: must come from train alone

import numpy as np
from ecgkit import fill

@fill
def standardize(train, *others):
    of = np.concatenate([train, *others[:-1]])
    m = of.mean(axis=(0, 2), keepdims=True); s = of.std(axis=(0, 2), keepdims=True)
    s = np.where(s == 0, 1, s)
    return tuple(((a - m) / s).astype(np.float32) for a in (train, *others))
