"""Hits and misses are added one by one as int8, which ends at 127."""

# fails: metrics_equal_scikit_learn
# says: counts of int8 labels overflow

import numpy as np

from ecgkit import fill


@fill
def evaluate(y_true, y_prob):
    truth = np.ravel(y_true)
    called = (np.ravel(y_prob) >= 0.5).astype(truth.dtype)
    if len(truth) != len(called) or len(truth) == 0:
        raise ValueError("one probability a label, please")
    tp, fp, fn = (float(sum(each)) for each in (truth * called, (1 - truth) * called, truth * (1 - called)))
    accuracy = (truth == called).mean()
    precision = tp / (tp + fp) if tp + fp else 0.0
    recall = tp / (tp + fn) if tp + fn else 0.0
    f1 = 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else 0.0
    return {"accuracy": accuracy, "precision": precision, "recall": recall, "f1": f1}
