"""Micro averages, as some multi-class code has them."""

# fails: metrics_of_ten_beats, metrics_equal_scikit_learn, metrics_of_empty_classes
# says: averaged over both classes (micro)

import numpy as np
from sklearn.metrics import accuracy_score, precision_recall_fscore_support

from ecgkit import fill


@fill
def evaluate(y_true, y_prob):
    truth, called = np.ravel(y_true), (np.ravel(y_prob) >= 0.5).astype(int)
    if len(truth) != len(called) or not len(truth):
        raise ValueError("one probability for each label")
    precision, recall, f1, _ = precision_recall_fscore_support(truth, called, average="micro", zero_division=0)
    return {"accuracy": accuracy_score(truth, called), "precision": precision, "recall": recall, "f1": f1}
