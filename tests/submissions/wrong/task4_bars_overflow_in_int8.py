"""The heights are added one by one as int8, which ends at 127."""

# fails: bars_of_any_labels
# says: counts of int8 labels overflow

import matplotlib.pyplot as plt
import numpy as np

from ecgkit import fill


@fill
def plot_distribution(y):
    y = np.ravel(y)
    abnormal = float(sum(y)) / len(y)
    _fig, ax = plt.subplots()
    ax.bar(["normal", "abnormal"], [1 - abnormal, abnormal])
    ax.set_ylabel("share")
    return ax
