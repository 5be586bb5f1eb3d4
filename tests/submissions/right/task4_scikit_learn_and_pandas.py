"""pandas for the shares, scikit-learn for the weights, NumPy numbers as keys and values."""

import numpy as np
import pandas as pd
from sklearn.utils.class_weight import compute_class_weight

from ecgkit import fill


@fill
def class_distribution(y):
    if np.size(y) == 0:
        raise ValueError("`y` is empty")
    return pd.Series(np.ravel(y)).value_counts(normalize=True).reindex([0, 1], fill_value=0.0).to_dict()


@fill
def plot_distribution(y):
    shares = pd.Series(class_distribution(y))
    ax = shares.plot.bar(color=["tab:blue", "tab:red"])
    ax.set_ylabel("Anteil")
    return ax


@fill
def class_weights(y):
    flat = np.ravel(y)
    # raises ValueError for a class without a row
    if len(np.unique(flat)) < 2:
        raise ValueError("one class only")
    weights = compute_class_weight("balanced", classes=np.array([0, 1]), y=flat)
    return dict(zip(np.arange(2), weights, strict=False))
