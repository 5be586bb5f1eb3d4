"""The balanced accuracy in place of the accuracy."""

# fails: metrics_equal_scikit_learn
# says: mean of both classes' recalls

import numpy as np

from ecgkit import fill


@fill
def evaluate(y_true, y_prob):
    if len(y_true) != len(y_prob) or len(y_true) == 0:
        raise ValueError("one probability a label, please")
    truth, called = np.ravel(y_true) == 1, np.ravel(y_prob) >= 0.5
    tp, fp, fn, tn = (np.sum(rows) for rows in (truth & called, ~truth & called, truth & ~called, ~truth & ~called))
    recall = tp / max(tp + fn, 1)
    return {
        "accuracy": (recall + tn / max(tn + fp, 1)) / 2,
        "precision": tp / max(tp + fp, 1),
        "recall": recall,
        "f1": 2 * tp / max(2 * tp + fp + fn, 1),
    }
