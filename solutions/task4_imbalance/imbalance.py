# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Task 4: normal beats outnumber abnormal ones
#
# Two of three beats in these recordings are normal. A network that calls *everything* normal is right two times out of
# three, and finds nobody who is ill.
#
# **Goal.** You measure the imbalance, draw it, and compute weights that give both classes the same say in the loss, the
# number that training makes small.
#
# You need the spectrograms that task 3 saved. Everything here is about `y`, the labels: 0 is normal, 1 is abnormal.

# %%
import matplotlib.pyplot as plt
import numpy as np

from autograder import check
from ecgkit import checkpoints, fill, open_database, plotting, stubs, training_plots
from ecgkit.metrics import confusion
from ecgkit.training import spread_rows

plotting.use_style()
database = open_database()
saved = checkpoints.load(3, database=database)
y_train, y_test = saved["y_train"], saved["y_test"]
print(f"{len(y_train):,} beats to train with, {len(y_test):,} beats of other patients to test with")

# %% [markdown]
# ## How unbalanced?
#
# Of $N$ beats, $N_k$ belong to class $k$. Its **share** is
#
# $$\pi_k = \frac{N_k}{N}, \qquad \pi_0 + \pi_1 = 1 .$$
#
# **Your function** `class_distribution(y)`
#
# - takes labels of shape `(N, 1)` or `(N,)`;
# - returns `{0: share of normal, 1: share of abnormal}`. A class without a row has the share 0;
# - raises a `ValueError` if `y` is empty: no beats, no shares.


# %%
@fill
def class_distribution(y):
    """The share of each class, {0: share of normal, 1: share of abnormal}."""
    ### BEGIN SOLUTION
    labels = np.ravel(y)
    if labels.size == 0:
        raise ValueError("`y` must hold at least one label. Received none.")
    abnormal = float(np.mean(labels == 1))
    return {0: 1 - abnormal, 1: abnormal}
    ### END SOLUTION


# %%
check("class_distribution")

# %%
for side, y in (("train", y_train), ("test", y_test)):
    shares = stubs.class_distribution(y)
    print(f"{side:>5}: {shares[0]:.1%} normal, {shares[1]:.1%} abnormal")

# %% [markdown]
# The share of the larger class is the accuracy of a model that has learned nothing: it names that class whatever it
# sees. Keep this **majority accuracy** in mind. An accuracy means something only next to it.
#
# ## A picture of it
#
# **Your function** `plot_distribution(y)`
#
# - draws two bars on matplotlib Axes, normal first, whose heights are the shares;
# - labels the y axis;
# - returns the Axes. `plotting.CLASS_NAMES` and `plotting.CLASS_COLORS` hold the course's names and colours.


# %%
@fill
def plot_distribution(y):
    """Two bars, normal first, as high as the shares; returns the Axes."""
    ### BEGIN SOLUTION
    shares = stubs.class_distribution(y)
    _, ax = plt.subplots(figsize=(4, 3))
    bars = ax.bar(plotting.CLASS_NAMES, [shares[0], shares[1]], color=plotting.CLASS_COLORS, width=0.6)
    ax.bar_label(bars, fmt="{:.1%}", padding=2)
    ax.set(ylabel="share of the beats", ylim=(0, 1))
    return ax
    ### END SOLUTION


# %%
check("plot_distribution")

# %%
ax = stubs.plot_distribution(y_train)
ax.set_title("training patients")
print(f"shares of {len(y_train):,} beats")
# %% [markdown]
# The total hides the patients. One bar below is one recording: half of them have almost only normal beats, and a quarter
# almost only abnormal ones (paced hearts and bundle branch blocks). A network can score well by learning *those few
# hearts*. The database's directory describes each recording:
# https://archive.physionet.org/physiobank/database/html/mitdbdir/records.htm

# %%
record = saved["record_train"]
names = np.unique(record)
share_of = [stubs.class_distribution(y_train[record == name])[1] for name in names]
fig, ax = plotting.figure(size=(9, 2.8))
ax.bar(names, share_of, color=plotting.ABNORMAL)
ax.axhline(stubs.class_distribution(y_train)[1], color=plotting.INK, linestyle="--", linewidth=1)
ax.set(xlabel="record", ylabel="abnormal share", ylim=(0, 1.02), title="each training recording; dashed: all together")
ax.tick_params(axis="x", rotation=90)
ax.margins(x=0.01)

# %% [markdown]
# ## Weights for the loss
#
# Training lowers the mean of the losses $\ell_i$, one per beat. Here it is the *cross-entropy*, the surprise at the label:
# $-\log p_i$ for an abnormal beat and $-\log (1 - p_i)$ for a normal one, if the model gives beat $i$ the probability $p_i$ of
# being abnormal. With three training beats in ten abnormal, the normal ones have most of the say. Weights change that:
#
# $$L = \frac{1}{N} \sum_{i=1}^{N} w_{y_i}\, \ell_i, \qquad w_k = \frac{1}{2\,\pi_k} .$$
#
# The rows of class $k$ then weigh $N_k\, w_k = N / 2$ in total, whichever class it is. Scikit-learn calls these weights
# "balanced", after King and Zeng (2001, doi:10.1093/oxfordjournals.pan.a004868).
#
# **Your function** `class_weights(y)`
#
# - returns `{0: weight of normal, 1: weight of abnormal}`, as Keras' `fit(class_weight=...)` takes it;
# - raises a `ValueError` if a class has no row: no weight can balance what is not there.


# %%
@fill
def class_weights(y):
    """{0: weight of normal, 1: weight of abnormal}, each 1 / (2 share)."""
    ### BEGIN SOLUTION
    shares = stubs.class_distribution(y)
    absent = [label for label, share in shares.items() if share == 0]
    if absent:
        raise ValueError(f"`y` must hold both classes, 0 and 1. Received no row of class {absent[0]}.")
    return {label: 1 / (2 * share) for label, share in shares.items()}
    ### END SOLUTION


# %%
check("class_weights")

# %% [markdown]
# ## What the weights do, and when they do nothing
#
# Take the simplest model there is: it gives every beat the same probability $p$ of being abnormal. Its loss is a
# curve, and training walks to the lowest point.
#
# - **Without weights** that point is the abnormal share. The model has learned how frequent abnormal beats are.
# - **With weights** it is 1/2: the model no longer leans to either side before it has looked at the beat.
# - **Weights that do nothing.** A common slip: take the loss of the batch, which is *already a mean*, and multiply it
#   by the weights. The weights of all rows have the mean $\pi_0 w_0 + \pi_1 w_1 = 1/2 + 1/2 = 1$, so on average over the
#   batches the loss stays what it was. The code runs, nothing complains, and no class has gained anything. A weight must
#   meet its own row *before* the mean.

# %%
weights = stubs.class_weights(y_train)
w_row = np.where(np.ravel(y_train) == 1, weights[1], weights[0])
print(f"weight of a normal beat {weights[0]:.3f}, of an abnormal beat {weights[1]:.3f}")
print(f"mean weight of a row {w_row.mean():.6f}")
fig = training_plots.draw_constant_model(stubs.class_distribution(y_train), weights)
# %% [markdown]
# ## On the beats of the recordings
#
# Now a model that looks: logistic regression on the spectrograms, once without weights and once with yours. It adds up all numbers
# of a spectrogram, each times a weight of its own, and presses the sum between 0 and 1. It trains
# on `ROWS` beats spread over all training recordings (`None` takes all; that needs minutes). The test patients are
# other people.

# %%
from sklearn.linear_model import LogisticRegression

ROWS = 3000
rows, test_rows = (spread_rows(np.ones(len(y)), ROWS) for y in (y_train, y_test))
X, X_test = (
    saved[name][chosen].reshape(len(chosen), -1) for name, chosen in (("S_train", rows), ("S_test", test_rows))
)
counts = {}
for title, weight in (("without weights", None), ("with your weights", weights)):
    regression = LogisticRegression(C=0.001, max_iter=300, class_weight=weight).fit(X, y_train[rows].ravel())
    counts[title] = confusion(y_test[test_rows], regression.predict_proba(X_test)[:, 1])
    found, alarms = counts[title][1] / counts[title][1].sum(), counts[title][0] / counts[title][0].sum()
    print(f"{title:>17}: finds {found[1]:.1%} of the abnormal beats, calls {alarms[1]:.1%} of the normal ones abnormal")

# %%
for title, table in counts.items():
    training_plots.draw_confusion(table, title)

# %% [markdown]
# Weights make no new information. They move the balance: more abnormal beats are found, and more normal beats are
# called abnormal by mistake. Whether that is better depends on what each mistake costs.
#
# ## Question
#
# What does the imbalance do to training, and what does it do to accuracy as a measure? Name two remedies besides class
# weights, and say for each remedy, class weights included, when you would take it. (5 to 10 sentences, 2 points)

# %% [markdown] question="t4-imbalance" points=2
# **Training.** The loss is a mean over beats, so the larger class gives most of the gradient. A network first learns
# the class shares, and where beats look alike it leans towards normal. Rare kinds of abnormal beats hardly move the
# loss at all, and because most abnormal beats come from few patients, the network can lower its loss by learning these
# hearts.
#
# **Accuracy.** It counts every beat alike, so calling everything normal already scores the normal share, about two
# thirds, and finds no ill patient. Accuracy must stand next to this majority accuracy, and next to measures of the
# rare class: precision, recall and F1, by patient and by kind of beat.
#
# **Remedies.** Class weights cost no time and lose no data: my first choice when the imbalance is moderate and both
# classes have enough rows. Under strong imbalance a few heavy rows make the gradient noisy; then I would draw batches
# that hold both classes equally (oversampling, best with augmentation such as noise or another gain so that copies
# differ). Undersampling the normal class pays when there is far more data than can be trained on, as the beats of one
# patient are nearly copies. Moving the threshold after training needs no new training and is right if the costs of the
# two mistakes are known; it must be chosen on validation patients. The real remedy for a rare kind is more patients
# who have it. Whichever it is, the test patients keep their true shares, or the numbers would describe people who do
# not exist.
