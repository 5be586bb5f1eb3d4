"""The y axis ends at 0.8, whatever the shares are."""

# fails: bars_of_any_labels
# says: cuts the bars off

import numpy as np, matplotlib.pyplot as plt
from ecgkit import fill
@fill
def plot_distribution(y):
    p = float(np.mean(np.asarray(y, dtype=float))) 
    fig, ax = plt.subplots()
    bars = ax.bar(["normal", "abnormal"], [1-p, p])
    ax.set_ylabel("share")
    ax.set_ylim(0, 0.8)
    return ax
