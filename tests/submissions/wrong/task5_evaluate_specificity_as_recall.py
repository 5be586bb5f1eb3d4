"""The recall is that of the normal class."""

# fails: metrics_of_ten_beats, metrics_equal_scikit_learn, metrics_of_empty_classes
# says: The recall is that of the normal class (the specificity)
import numpy as np
from ecgkit import fill


@fill
def evaluate(y_true, y_prob):
    t, p = np.ravel(y_true), np.ravel(y_prob)
    if len(t) != len(p) or len(t) == 0:
        raise ValueError("lengths")
    t, c = t == 1, p >= 0.5
    tp, fp, fn, tn = int(np.sum(t & c)), int(np.sum(~t & c)), int(np.sum(t & ~c)), int(np.sum(~t & ~c))
    precision = tp / (tp + fp) if tp + fp else 0.0
    recall = tp / (tp + fn) if tp + fn else 0.0
    f1 = 2 * tp / (2 * tp + fp + fn) if tp else 0.0
    accuracy = (tp + tn) / len(t)
    recall = tn / (tn + fp) if tn + fp else 0.0
    return {"accuracy": accuracy, "precision": precision, "recall": recall, "f1": f1}
