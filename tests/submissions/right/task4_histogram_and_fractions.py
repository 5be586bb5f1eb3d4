"""Exact fractions, a Counter, a weighted histogram in place of bars, an exception of its own."""

import warnings
from collections import Counter, OrderedDict
from fractions import Fraction

import matplotlib.pyplot as plt
import numpy as np

from ecgkit import fill


class Empty(ValueError):
    pass


class OneClassOnly(Empty, LookupError):
    pass


@fill
def class_distribution(y):
    counts = Counter(np.asarray(y).astype(int).flat)
    total = sum(counts.values())
    if total == 0:
        raise Empty("`y` has no row.")
    return OrderedDict((label, Fraction(counts[label], total)) for label in range(2))


@fill
def plot_distribution(y):
    y = np.ravel(y)
    warnings.warn("drawing", stacklevel=1)
    fig, axes = plt.subplots(1, 2, figsize=(6, 3))
    axes[1].hist(y, bins=[-0.4, 0.4, 0.6, 1.4], weights=np.full(len(y), 1 / len(y)))
    axes[1].patches[1].remove()
    axes[1].set_ylabel("relative frequency")
    axes[0].axis("off")
    fig.suptitle("classes")
    return axes[1]


@fill
def class_weights(y):
    try:
        return {label: 1 / (2 * share) for label, share in class_distribution(y).items()}
    except ZeroDivisionError:
        raise OneClassOnly("`y` holds one class only.") from None
