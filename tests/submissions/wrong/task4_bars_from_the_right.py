"""The x axis is turned round."""

# fails: bars_of_eight_beats
# says: runs backwards

import numpy as np, matplotlib.pyplot as plt
from ecgkit import fill
@fill
def plot_distribution(y):
    p = float(np.mean(np.asarray(y, dtype=float))) 
    fig, ax = plt.subplots()
    bars = ax.bar(["normal", "abnormal"], [1-p, p])
    ax.set_ylabel("share")
    ax.invert_xaxis()
    return ax
