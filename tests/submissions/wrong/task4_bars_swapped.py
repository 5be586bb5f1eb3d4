"""Abnormal comes first."""

# fails: bars_of_eight_beats, bars_of_any_labels
# says: normal comes first

import matplotlib.pyplot as plt
import numpy as np

from ecgkit import fill


@fill
def plot_distribution(y):
    _fig, ax = plt.subplots()
    ax.bar(["abnormal", "normal"], [np.mean(y == 1), np.mean(y == 0)])
    ax.set_ylabel("share")
    return ax
