"""The classes are half-open bins up to 1, so a probability of exactly 1 lies in neither."""

# fails: metrics_equal_scikit_learn
# says: exactly 1 counts as neither class

import numpy as np

from ecgkit import fill


@fill
def evaluate(y_true, y_prob):
    truth, called = np.ravel(y_true), np.digitize(np.ravel(y_prob), [0.5, 1.0])
    if len(truth) != len(called) or len(truth) == 0:
        raise ValueError("one probability a label, please")
    tp = np.sum((truth == 1) & (called == 1))
    fp, fn = np.sum((truth == 0) & (called == 1)), np.sum((truth == 1) & (called != 1))
    accuracy = np.mean(truth == called)
    precision = tp / (tp + fp) if tp + fp else 0.0
    recall = tp / (tp + fn) if tp + fn else 0.0
    f1 = 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else 0.0
    return {"accuracy": accuracy, "precision": precision, "recall": recall, "f1": f1}
