"""All four by scikit-learn, as NumPy numbers."""

import numpy as np
from sklearn import metrics

from ecgkit import fill


@fill
def evaluate(y_true, y_prob):
    y_true, y_prob = np.asarray(y_true, dtype=float).reshape(-1), np.asarray(y_prob).reshape(-1)
    if y_true.shape != y_prob.shape or not y_true.size:
        raise ValueError(f"Received {y_true.size} labels and {y_prob.size} probabilities.")
    called = np.where(y_prob < 0.5, 0, 1)
    return {
        "f1": metrics.f1_score(y_true, called, zero_division=0),
        "recall": metrics.recall_score(y_true, called, zero_division=0),
        "precision": metrics.precision_score(y_true, called, zero_division=0),
        "accuracy": metrics.accuracy_score(y_true, called),
    }
