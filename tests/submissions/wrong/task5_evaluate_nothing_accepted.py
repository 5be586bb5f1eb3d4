"""No rows give zeros."""

# fails: metrics_refuse_what_does_not_fit
# says: Without any row

import numpy as np

from ecgkit import fill


@fill
def evaluate(y_true, y_prob):
    truth, called = np.ravel(y_true) == 1, np.ravel(y_prob) >= 0.5
    if len(truth) != len(called):
        raise ValueError("one probability a label, please")
    if len(truth) == 0:
        return dict.fromkeys(("accuracy", "precision", "recall", "f1"), 0.0)
    tp, fp, fn = (truth & called).sum(), (~truth & called).sum(), (truth & ~called).sum()
    accuracy = (truth == called).mean()
    precision = tp / (tp + fp) if tp + fp else 0.0
    recall = tp / (tp + fn) if tp + fn else 0.0
    f1 = 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else 0.0
    return {"accuracy": accuracy, "precision": precision, "recall": recall, "f1": f1}
