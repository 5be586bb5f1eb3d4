"""Validation and test are scaled like train, a third array by its own numbers."""

# fails: standardize_scales_the_others_like_train
# says: by their own mean

import numpy as np
from ecgkit import fill
@fill
def standardize(train, *others):
    m = train.mean(axis=(0, 2), keepdims=True); s = train.std(axis=(0, 2), keepdims=True)
    s = np.where(s == 0, 1, s)
    out = [(train-m)/s]
    for a in others[:2]:
        out.append((a-m)/s)
    for a in others[2:]:
        out.append((a-a.mean(axis=(0,2),keepdims=True))/a.std(axis=(0,2),keepdims=True))
    return tuple(out)
