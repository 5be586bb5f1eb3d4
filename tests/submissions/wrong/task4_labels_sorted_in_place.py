"""y.ravel() is a view: sorting it sorts the labels that came in."""

# fails: bars_of_any_labels, weights_balance_any_labels
# says: changed the labels that came in

import matplotlib.pyplot as plt
import numpy as np
from ecgkit import fill


def shares(y):
    flat = y.ravel()
    flat.sort()
    first = int(np.searchsorted(flat, 1))
    return first / len(flat), 1 - first / len(flat)


@fill
def plot_distribution(y):
    fig, ax = plt.subplots()
    ax.bar(["normal", "abnormal"], shares(y))
    ax.set_ylabel("share")
    return ax


@fill
def class_weights(y):
    normal, abnormal = shares(y)
    if normal == 0 or abnormal == 0:
        raise ValueError("a class has no row")
    return {0: 0.5 / normal, 1: 0.5 / abnormal}
