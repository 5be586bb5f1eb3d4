"""argmax of a single column is always 0."""

# fails: metrics_of_ten_beats, metrics_equal_scikit_learn, metrics_of_empty_classes, half_means_abnormal
# says: Every beat is called normal
import matplotlib.pyplot as plt
import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, MEANINGS, NORMAL_SYMBOL, fill, stubs


@fill
def evaluate(y_true, y_prob):
    if np.size(y_true) != np.size(y_prob) or np.size(y_true) == 0:
        raise ValueError("length")
    t, c = np.ravel(y_true) == 1, np.argmax(np.reshape(y_prob, (len(y_prob), -1)), axis=1) == 1
    tp, fp, fn = int((t & c).sum()), int((~t & c).sum()), int((t & ~c).sum())
    pr = tp / (tp + fp) if tp + fp else 0.0
    re = tp / (tp + fn) if tp + fn else 0.0
    f1 = 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else 0.0
    return {"accuracy": float((t == c).mean()), "precision": pr, "recall": re, "f1": f1}
