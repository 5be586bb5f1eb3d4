"""The larger bar is called normal."""

# fails: bars_of_any_labels
# says: labels below the bars are swapped

import numpy as np, matplotlib.pyplot as plt
from ecgkit import fill
@fill
def plot_distribution(y):
    p = float(np.mean(np.asarray(y, dtype=float))) 
    fig, ax = plt.subplots()
    bars = ax.bar(["normal", "abnormal"], [1-p, p])
    ax.set_ylabel("share")
    (p>.5) and (ax.set_xticks([0,1]), ax.set_xticklabels(['abnormal','normal']))
    return ax
