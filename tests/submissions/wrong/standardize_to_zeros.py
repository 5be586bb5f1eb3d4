"""Zeros of the right shapes."""

# fails: standardize_keeps_number_and_shapes, standardize_centres_and_scales_each_frequency, standardize_learns_from_train_alone, standardize_scales_the_others_like_train, standardize_of_a_constant_frequency
# says: All standardized values are the same

import numpy as np

from ecgkit import fill


@fill
def standardize(train, *others):
    return tuple(np.zeros_like(array) for array in (train, *others))
