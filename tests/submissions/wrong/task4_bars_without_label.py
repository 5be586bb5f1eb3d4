"""No label on the y axis."""

# fails: bars_of_eight_beats
# says: The y axis has no label

import matplotlib.pyplot as plt
import numpy as np

from ecgkit import fill


@fill
def plot_distribution(y):
    _fig, ax = plt.subplots()
    ax.bar(["normal", "abnormal"], [np.mean(y == 0), np.mean(y == 1)])
    return ax
