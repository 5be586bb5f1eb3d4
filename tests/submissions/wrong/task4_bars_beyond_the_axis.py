"""The x axis ends before the first bar, so that nobody sees any."""

# fails: bars_of_eight_beats
# says: A bar has no width, or stands beyond the ends of the x axis

import matplotlib.pyplot as plt
import numpy as np

from ecgkit import fill


@fill
def plot_distribution(y):
    abnormal = float(np.asarray(y, float).mean())
    _, ax = plt.subplots()
    ax.bar(["normal", "abnormal"], [1 - abnormal, abnormal])
    ax.set_ylabel("Share of the beats")
    ax.set_xlim(5, 6)
    return ax
