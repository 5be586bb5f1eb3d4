"""Plain loops, no NumPy."""

from ecgkit import fill


def labels_of(y):
    return [int(value[0]) if hasattr(value, "__len__") else int(value) for value in y]


@fill
def class_distribution(y):
    labels = labels_of(y)
    if not labels:
        raise ValueError("`y` must have at least one row. Received none.")
    return {label: labels.count(label) / len(labels) for label in (0, 1)}


@fill
def class_weights(y):
    shares = class_distribution(y)
    print("shares", shares)
    if 0 in shares.values():
        raise ValueError("`y` must hold both classes.")
    return {label: 1 / (2 * share) for label, share in shares.items()}


@fill
def plot_distribution(y):
    import matplotlib.pyplot as plt

    shares = class_distribution(y)
    ax = plt.figure().add_subplot()
    for label, share in reversed(shares.items()):
        ax.bar(label, share, width=0.5)
    ax.set(ylabel="share of beats", xticks=[0, 1], xticklabels=["normal", "abnormal"])
    return ax
