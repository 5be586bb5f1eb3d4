"""A class without a row has no bar."""

# fails: bars_of_any_labels
# says: two bars

import matplotlib.pyplot as plt
import numpy as np

from ecgkit import fill


@fill
def plot_distribution(y):
    _fig, ax = plt.subplots()
    values, counts = np.unique(y, return_counts=True)
    ax.bar(values, counts / counts.sum())
    ax.set_ylabel("share")
    return ax
