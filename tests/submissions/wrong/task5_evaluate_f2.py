"""F2 in place of F1."""

# fails: metrics_of_ten_beats, metrics_equal_scikit_learn
# says: F1 is F2, in which recall weighs more

import numpy as np
from sklearn.metrics import accuracy_score, fbeta_score, precision_score, recall_score

from ecgkit import fill


@fill
def evaluate(y_true, y_prob):
    truth, called = np.ravel(y_true), (np.ravel(y_prob) >= 0.5).astype(int)
    if len(truth) != len(called) or not len(truth):
        raise ValueError("one probability for each label")
    return {
        "accuracy": accuracy_score(truth, called),
        "precision": precision_score(truth, called, zero_division=0),
        "recall": recall_score(truth, called, zero_division=0),
        "f1": fbeta_score(truth, called, beta=2, zero_division=0),
    }
