"""Frequencies and times are mixed by a reshape."""

# fails: standardize_centres_and_scales_each_frequency, standardize_of_a_constant_frequency
# says: `reshape(-1, frequencies)` mixes frequencies and times
import matplotlib.pyplot as plt
import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, MEANINGS, NORMAL_SYMBOL, fill, stubs


@fill
def standardize(train, *others):
    from sklearn.preprocessing import StandardScaler

    F = train.shape[1]
    S = StandardScaler().fit(train.reshape(-1, F))
    return tuple(S.transform(a.reshape(-1, F)).reshape(a.shape).astype(np.float32) for a in (train, *others))
