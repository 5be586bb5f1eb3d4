"""The ends of the y axis cut the bars off."""

# fails: bars_of_eight_beats
# says: The y axis cuts the bars off
import matplotlib.pyplot as plt
import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, MEANINGS, NORMAL_SYMBOL, fill, stubs


@fill
def plot_distribution(y):
    y = np.ravel(y)
    p = float(np.mean(y == 1))
    fig, ax = plt.subplots()
    ax.bar([0, 1], [1 - p, p])
    ax.set_ylabel("share")
    ax.set_ylim(0.2, 0.6)
    return ax
