"""The figure is returned in place of the axes."""

# fails: bars_of_eight_beats, bars_of_any_labels
# says: Return the matplotlib Axes you drew on

import matplotlib.pyplot as plt
import numpy as np

from ecgkit import fill


@fill
def plot_distribution(y):
    fig, ax = plt.subplots()
    ax.bar(["normal", "abnormal"], [np.mean(y == 0), np.mean(y == 1)])
    ax.set_ylabel("share")
    return fig
