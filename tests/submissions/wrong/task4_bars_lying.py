"""Bars on their side."""

# fails: bars_of_eight_beats, bars_of_any_labels
# says: on their side

import matplotlib.pyplot as plt
import numpy as np

from ecgkit import fill


@fill
def plot_distribution(y):
    _fig, ax = plt.subplots()
    ax.barh(["normal", "abnormal"], [np.mean(y == 0), np.mean(y == 1)])
    ax.set_ylabel("class")
    return ax
