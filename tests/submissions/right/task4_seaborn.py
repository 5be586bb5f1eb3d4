"""Drawn with seaborn, as on Colab."""

import numpy as np
import pandas as pd
import seaborn as sns

from ecgkit import fill

sns.set_theme(style="whitegrid")


@fill
def class_distribution(y):
    labels = pd.Series(np.ravel(y).astype(int))
    if labels.empty:
        raise ValueError("There are no rows.")
    return labels.value_counts(normalize=True).reindex([0, 1], fill_value=0.0).to_dict()


@fill
def plot_distribution(y):
    shares = class_distribution(y)
    table = pd.DataFrame({"kind": ["normal", "abnormal"], "share": [shares[0], shares[1]]})
    ax = sns.barplot(data=table, x="kind", y="share", hue="kind", legend=False)
    ax.set(xlabel="", ylabel="share of beats", ylim=(0, 1))
    sns.despine()
    return ax
