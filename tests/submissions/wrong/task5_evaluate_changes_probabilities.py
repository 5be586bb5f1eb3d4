"""The probabilities that came in are replaced by 0 and 1."""

# fails: metrics_of_ten_beats
# says: `evaluate` changed an array that came in, which later cells plot and save
import matplotlib.pyplot as plt
import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, MEANINGS, NORMAL_SYMBOL, fill, stubs


@fill
def evaluate(y_true, y_prob):
    if np.size(y_true) != np.size(y_prob) or np.size(y_true) == 0:
        raise ValueError("length")
    y_prob[y_prob >= 0.5] = 1
    y_prob[y_prob < 0.5] = 0
    t, c = np.ravel(y_true) == 1, np.ravel(y_prob) >= 0.5
    tp, fp, fn = int((t & c).sum()), int((~t & c).sum()), int((t & ~c).sum())
    pr = tp / (tp + fp) if tp + fp else 0.0
    re = tp / (tp + fn) if tp + fn else 0.0
    f1 = 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else 0.0
    return {"accuracy": float((t == c).mean()), "precision": pr, "recall": re, "f1": f1}
