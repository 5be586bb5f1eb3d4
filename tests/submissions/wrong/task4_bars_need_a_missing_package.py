"""The plot needs a package that the grader lacks; the shares need only NumPy, from the same line."""

# fails: bars_of_eight_beats, bars_of_any_labels
# says: needs the package `no_such_plots`

# %%
import no_such_plots as nsp, numpy as np  # noqa: E401

# %%
from ecgkit import fill


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
    ax = nsp.barplot(["normal", "abnormal"], list(class_distribution(y).values()))
    ax.set_ylabel("share")
    return ax
