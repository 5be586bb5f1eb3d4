"""The classes are bins that are open below, so a probability of exactly 0 lies in neither."""

# fails: metrics_equal_scikit_learn
# says: exactly 0 counts as neither class

import numpy as np

from ecgkit import fill


@fill
def evaluate(y_true, y_prob):
    truth, p = np.ravel(y_true), np.ravel(y_prob)
    if len(truth) != len(p) or len(truth) == 0:
        raise ValueError("one probability a label, please")
    abnormal, normal = p >= 0.5, (p > 0) & (p < 0.5)
    tp, tn = np.sum(abnormal & (truth == 1)), np.sum(normal & (truth == 0))
    fp, fn = np.sum(abnormal & (truth == 0)), np.sum(~abnormal & (truth == 1))
    precision = tp / (tp + fp) if tp + fp else 0.0
    recall = tp / (tp + fn) if tp + fn else 0.0
    f1 = 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else 0.0
    return {"accuracy": (tp + tn) / len(truth), "precision": precision, "recall": recall, "f1": f1}
