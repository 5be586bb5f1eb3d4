"""Packages that the grader lacks stand on lines with others that it has; no answer needs them."""

# %%
import matplotlib.pyplot as plt, no_such_plots as nsp  # noqa: E401
import no_such_frames as nsf, numpy as np  # noqa: E401

from ecgkit import fill

# %%
nsp.set_theme(nsf.style())


# %%
@fill
def class_distribution(y):
    if np.size(y) == 0:
        raise ValueError("`y` has no row.")
    abnormal = float(np.mean(np.ravel(y) == 1))
    return {0: 1 - abnormal, 1: abnormal}


# %%
@fill
def plot_distribution(y):
    _, ax = plt.subplots()
    ax.bar(["normal", "abnormal"], list(class_distribution(y).values()))
    ax.set_ylabel("share")
    return ax
