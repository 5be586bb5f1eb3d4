"""0 / 0 counts as 1."""

# fails: metrics_of_empty_classes
# says: precision and recall are 0

import numpy as np

from ecgkit import fill


@fill
def evaluate(y_true, y_prob):
    truth, called = np.ravel(y_true) == 1, np.ravel(y_prob) >= 0.5
    if len(truth) != len(called) or len(truth) == 0:
        raise ValueError("one probability a label, please")
    tp, fp, fn = (truth & called).sum(), (~truth & called).sum(), (truth & ~called).sum()
    accuracy = (truth == called).mean()
    precision = tp / (tp + fp) if tp + fp else 1.0
    recall = tp / (tp + fn) if tp + fn else 0.0
    f1 = 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else 0.0
    return {"accuracy": accuracy, "precision": precision, "recall": recall, "f1": f1}
