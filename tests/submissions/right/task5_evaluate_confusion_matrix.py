"""The confusion matrix as a product of one-hot matrices; pandas; a subclass of ValueError; 0 / 0 by np.divide."""

import sys

import numpy as np
import pandas as pd

from ecgkit import fill


class LengthsDiffer(ValueError):
    pass


def ratio(above, below):
    return np.divide(above, below, out=np.zeros(()), where=below != 0)


@fill
def evaluate(y_true, y_prob):
    print("evaluating", file=sys.stderr)
    truth, prob = (pd.Series(np.asarray(values, dtype=float).ravel()) for values in (y_true, y_prob))
    if truth.size != prob.size or truth.empty:
        raise LengthsDiffer(f"{truth.size} labels, {prob.size} probabilities")
    one_hot = np.eye(2)
    C = one_hot[truth.astype(int)].T @ one_hot[prob.ge(0.5).astype(int)]
    precision, recall = ratio(C[1, 1], C[:, 1].sum()), ratio(C[1, 1], C[1].sum())
    return dict(
        accuracy=np.trace(C) / C.sum(),
        precision=precision,
        recall=recall,
        f1=ratio(2 * precision * recall, precision + recall),
    )
