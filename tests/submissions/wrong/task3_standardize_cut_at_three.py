"""What is further out than 3 is cut off."""

# fails: standardize_centres_and_scales_each_frequency, standardize_scales_the_others_like_train
# says: Large values are cut off
import numpy as np
from ecgkit import fill


@fill
def standardize(train, *others):
    mean = train.mean(axis=(0, 2), keepdims=True, dtype=np.float64)
    std = train.std(axis=(0, 2), keepdims=True, dtype=np.float64)
    std[std == 0] = 1
    Z = [((a - mean) / std).astype(np.float32) for a in (train, *others)]
    Z = [np.clip(z, -3, 3) for z in Z]
    return tuple(Z)
