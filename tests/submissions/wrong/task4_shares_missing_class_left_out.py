"""A class without a row has no key."""

# fails: shares_of_any_labels
# says: a class without a row has one too

import numpy as np

from ecgkit import fill


@fill
def class_distribution(y):
    if len(y) == 0:
        raise ValueError("no rows")
    values, counts = np.unique(y, return_counts=True)
    return {int(value): count / len(y) for value, count in zip(values, counts, strict=False)}
