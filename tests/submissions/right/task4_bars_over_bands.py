"""Two bars by two calls, over bands, a box and a circle that mark where the bars should lie."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Ellipse, Rectangle

from ecgkit import fill


@fill
def plot_distribution(y):
    abnormal = np.count_nonzero(y) / np.size(y)
    _, ax = plt.subplots()
    ax.axhspan(0, 0.5, color="0.9")
    ax.axvspan(0.5, 1.5, color="0.95")
    ax.add_patch(Rectangle((-0.4, 0), 1.8, 1, fill=False))
    ax.add_patch(Ellipse((0, 1 - abnormal), 0.1, 0.05))
    ax.bar(0, 1 - abnormal, label="normal")
    ax.bar(1, abnormal, label="abnormal")
    ax.set_ylabel("share")
    ax.legend()
    return ax
