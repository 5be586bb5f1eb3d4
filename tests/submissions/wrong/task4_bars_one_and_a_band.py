"""One bar; the other class is a band over the whole width."""

# fails: bars_of_eight_beats, bars_of_any_labels
# says: must have two bars

import matplotlib.pyplot as plt
import numpy as np

from ecgkit import fill


@fill
def plot_distribution(y):
    _fig, ax = plt.subplots()
    ax.bar(["normal"], [np.mean(y == 0)])
    ax.axhspan(0, np.mean(y == 1), alpha=0.3)
    ax.set_ylabel("share")
    return ax
