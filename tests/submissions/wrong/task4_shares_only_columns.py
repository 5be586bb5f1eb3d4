"""Works for (N, 1) alone."""

# fails: shares_of_any_labels
# says: raised IndexError

from ecgkit import fill


@fill
def class_distribution(y):
    if len(y) == 0:
        raise ValueError("no rows")
    abnormal = y[:, 0].sum() / len(y)
    return {0: 1 - abnormal, 1: abnormal}
