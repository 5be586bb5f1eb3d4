"""A constant frequency is divided by 0."""

# fails: standardize_of_a_constant_frequency
# says: gives NaN or infinite values

from ecgkit import fill


@fill
def standardize(train, *others):
    mean = train.mean(axis=(0, 2), keepdims=True)
    std = train.std(axis=(0, 2), keepdims=True)
    return tuple((array - mean) / std for array in (train, *others))
