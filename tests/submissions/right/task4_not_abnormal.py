"""The bars are named by what they are not."""

import matplotlib.pyplot as plt
import numpy as np

from ecgkit import fill


@fill
def plot_distribution(y):
    abnormal = float(np.asarray(y, float).mean())
    _, ax = plt.subplots()
    ax.bar(["not abnormal", "not normal"], [1 - abnormal, abnormal])
    ax.set_ylabel("Share of the beats")
    return ax
