"""The labels below the bars are swapped."""

# fails: bars_of_eight_beats
# says: The labels below the bars are swapped
import matplotlib.pyplot as plt
import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, MEANINGS, NORMAL_SYMBOL, fill, stubs


@fill
def plot_distribution(y):
    y = np.ravel(y)
    p = float(np.mean(y == 1))
    fig, ax = plt.subplots()
    ax.bar(["abnormal", "normal"], [1 - p, p])
    ax.set_ylabel("share")
    return ax
