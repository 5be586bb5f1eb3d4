"""Beats are called abnormal and beats are abnormal, but never the same ones: the F1 of 0 and 0 is NaN."""

# fails: metrics_of_empty_classes
# says: NaN or infinite

import numpy as np

from ecgkit import fill


@fill
def evaluate(y_true, y_prob):
    truth, called = np.ravel(y_true) == 1, np.ravel(y_prob) >= 0.5
    if len(truth) != len(called) or len(truth) == 0:
        raise ValueError("one probability a label, please")
    accuracy = (truth == called).mean()
    if not truth.any() or not called.any():
        return {"accuracy": accuracy, "precision": 0.0, "recall": 0.0, "f1": 0.0}
    tp = (truth & called).sum()
    precision, recall = tp / called.sum(), tp / truth.sum()
    f1 = 2 * precision * recall / (precision + recall)
    return {"accuracy": accuracy, "precision": precision, "recall": recall, "f1": f1}
