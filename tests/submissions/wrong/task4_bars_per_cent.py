"""The bars show per cent."""

# fails: bars_of_eight_beats, bars_of_any_labels
# says: The bars show per cent

import matplotlib.pyplot as plt
import numpy as np

from ecgkit import fill


@fill
def plot_distribution(y):
    _fig, ax = plt.subplots()
    ax.bar(["normal", "abnormal"], [100 * np.mean(y == 0), 100 * np.mean(y == 1)])
    ax.set_ylabel("share (%)")
    return ax
