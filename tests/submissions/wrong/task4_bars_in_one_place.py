"""Both bars stand in one place."""

# fails: bars_of_eight_beats
# says: One bar stands in front of the other, or on it
import matplotlib.pyplot as plt
import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, MEANINGS, NORMAL_SYMBOL, fill, stubs


@fill
def plot_distribution(y):
    y = np.ravel(y)
    p = float(np.mean(y == 1))
    fig, ax = plt.subplots()
    ax.bar(0, 1 - p)
    ax.bar(0, p)
    ax.set_ylabel("share")
    return ax
