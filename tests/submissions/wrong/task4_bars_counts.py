"""The bars show counts."""

# fails: bars_of_eight_beats, bars_of_any_labels
# says: The bars show counts

import matplotlib.pyplot as plt
import numpy as np

from ecgkit import fill


@fill
def plot_distribution(y):
    _fig, ax = plt.subplots()
    ax.bar(["normal", "abnormal"], [np.sum(y == 0), np.sum(y == 1)])
    ax.set_ylabel("beats")
    return ax
