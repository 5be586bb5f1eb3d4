# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Task 6: a convolutional network
#
# An LSTM reads a heartbeat step by step. A convolution does not read: it slides a small pattern over the whole window
# and asks everywhere at once, "does it look like this here?"
#
# **Goal.** You build a network with two or more convolutions along time, train it as in task 5, and compare the two.

# %%
import numpy as np

from autograder import check
from ecgkit import attention_plots, checkpoints, explain, fill, open_database, plotting, stubs, training_plots
from ecgkit.fills import fills_from
from ecgkit.metrics import confusion, per_record_table
from ecgkit.training import is_validation, quiet_tensorflow, seed_everything, spread_rows

quiet_tensorflow()
import keras

plotting.use_style()
database = open_database()
saved = checkpoints.load(3, database=database)
S_train, y_train, S_test, y_test = (saved[name] for name in ("S_train", "y_train", "S_test", "y_test"))

# %% [markdown]
# The same three groups of patients as in task 5. `ROWS = None` trains on all beats; it takes about seven times as long.

# %%
ROWS, EPOCHS, SEED = 8000, 5, 0

held_out = is_validation(saved["record_train"])
train_rows, val_rows = spread_rows(~held_out, ROWS), spread_rows(held_out, 2000)
test_rows = spread_rows(np.ones(len(y_test)), 12000)
X, y = S_train[train_rows], y_train[train_rows]
X_val, y_val = S_train[val_rows], y_train[val_rows]
X_test, labels_test = S_test[test_rows], y_test[test_rows]

# %% [markdown]
# ## The idea
#
# A filter of $K$ columns has one weight for each frequency $f$ and each column $k$. Standing at time $t$ it gives
#
# $$z_t = \sum_{k=1}^{K} \sum_{f=1}^{F} w_{k,f}\; x_{t + k - \lceil K/2 \rceil,\, f} + b, \qquad a_t = \max(0, z_t) .$$
#
# The second step is the **ReLU**: it keeps where the pattern is found and silences where its opposite is. The same few
# weights serve every moment, so a pattern learned at one place is known at all of them. A convolution on top of the
# first sees patterns of patterns. Kiranyaz, Ince and Gabbouj (2016, doi:10.1109/TBME.2015.2468589) classify ECG beats
# with 1-D convolutions, by networks made for one patient each.

# %%
example = S_train[np.flatnonzero(saved["record_train"] == "119")[10]]
fig = training_plots.draw_convolution(example)

# %% [markdown]
# **Your function** `build_cnn(input_shape)`
#
# - takes `(frequencies, times)`, such as `(33, 46)`, and returns a Keras model from `(batch, frequencies, times)` to
#   `(batch, 1)`;
# - has two or more `Conv1D` layers that slide over **time**, with the frequencies as channels, each followed by a
#   ReLU, and no recurrent layer. As in task 5, mind which axis Keras takes for the steps, and let every path from the
#   input to the output go through a convolution;
# - then flattens, and has a dense layer and one dense unit with a sigmoid.
#
# Build it with `keras.Sequential([...])` or `keras.Model(inputs, outputs)` from Keras' own layers, but not from `Lambda` or
# the attention layers: the grader builds your network once more, and cannot rebuild those.
# `Conv1D(filters, kernel_size)`: `kernel_size` is $K$, above 1 in at least one of them, and `filters` is how many patterns the
# layer looks for. Pooling is welcome (`MaxPooling1D(2)` halves the steps), and so are dropout and normalization. But leave
# several steps to the flatten: the network must be able to tell early from late, and the grader tries that.
#
# After you submit, the grader trains your network anew, on standardized spectrograms of synthetic patients whose beats lie up to
# 0.35 s off the middle: 10 epochs in batches of 128, Adam with a learning rate of 0.002, class weights that balance the classes,
# at most 150 s. It takes the layers alone: how you compile the network, regularizers and initializers are not taken over, but
# must let it learn. On other synthetic patients it must then be better than a logistic regression, by 0.02 in accuracy and 0.029
# in $F_1$. If it is not, though it came to its end in time, it is trained once more from other first weights.


# %%
@fill
def build_cnn(input_shape):
    """Two convolutions over time with ReLU, flatten, dense, sigmoid."""
    ### BEGIN SOLUTION
    layers = keras.layers
    model = keras.Sequential([layers.Input(input_shape)], name="cnn")
    # Each frequency by its own mean and spread over these four seconds: what is left is how this beat differs from its
    # neighbours, not how strong this patient's signal is.
    model.add(layers.LayerNormalization(axis=2, center=False, scale=False))
    # (frequencies, times) to (times, frequencies): the convolutions slide along the first axis.
    model.add(layers.Permute((2, 1)))
    for _ in range(2):
        model.add(layers.Conv1D(32, 5, padding="same", activation="relu"))
        model.add(layers.MaxPooling1D(2))
        model.add(layers.Dropout(0.3))
    model.add(layers.Flatten())
    model.add(layers.Dense(32, activation="relu"))
    model.add(layers.Dropout(0.3))
    model.add(layers.Dense(1, activation="sigmoid"))
    return model
    ### END SOLUTION


# %%
check("build_cnn")

# %%
seed_everything(SEED)
model = stubs.build_cnn(S_train.shape[1:])
model.summary()

# %% [markdown]
# ## Training
#
# You have written `train` and `evaluate` in task 5; the cell below takes them from your notebook there (and what
# they need, not its training). Not done yet? Then the message says so. The checks of this task do not need them.

# %%
train, evaluate = fills_from("../task5_bilstm/bilstm.ipynb", "train", "evaluate")
history = stubs.train(model, X, y, epochs=EPOCHS, validation_data=(X_val, y_val))
fig = training_plots.draw_training(history)

# %% [markdown]
# ## What the filters look for
#
# Each picture is one filter of the first layer: red where it wants more than usual, blue where it wants less. Look for
# patterns below 50 Hz, where the recordings have most of their power (the frequency profile of task 3): red next to blue
# waits for a change. Higher up, where there is little to learn, a filter has mostly kept the random numbers it started with.

# %%
first = explain.convolutions(model)[0]
fig = training_plots.draw_filters(first.get_weights()[0])

# %% [markdown]
# ## Where does your network look?
#
# Filters show what it *can* see, not what it used. **Grad-CAM** (Selvaraju et al. 2017, doi:10.1109/ICCV.2017.74) weighs
# each filter of the last convolution by how much more of it would raise the answer: the shaded moments speak for
# "abnormal", each map by its own largest value. On the right is the same network with random weights: what both sides share
# need not have been learned (Adebayo et al. 2018, arXiv:1810.03292). Does yours look at the beat in the middle, at its
# neighbours, or at the pause between them? The map shows what moved this network, not what is ill.

# %%
last = explain.convolutions(model)[-1].name
abnormal = np.flatnonzero(y_val.ravel() == 1)
names = saved["record_train"][val_rows[abnormal]]
shown = abnormal[np.unique(names, return_index=True)[1]][:4]  # the first abnormal beat of each of four patients
p_shown = model.predict(X_val[shown], verbose=0)[:, 0]
maps = [
    explain.grad_cam(one, X_val[shown], times=X_val.shape[2], layer=last)
    for one in (model, explain.with_random_weights(model, SEED))
]
titles = [f"record {saved['record_train'][val_rows[row]]}: p = {p:.2f}" for row, p in zip(shown, p_shown, strict=True)]
try:
    waves = checkpoints.load(2, database=database)["X_train"][val_rows[shown]]
    fig = attention_plots.plot_attention(waves, *maps, titles)
except checkpoints.CheckpointMissing as missing:
    print(missing)

# %% [markdown]
# ## On patients it has never met
#
# Your BiLSTM of task 5 is in the table if you have saved it there.

# %%
p_test = model.predict(X_test, batch_size=1024, verbose=0)
models = {"all normal": np.zeros(len(X_test)), "CNN": p_test}
parameters = {"CNN": model.count_params()}
try:
    bilstm = checkpoints.load(5, database=database)
    models["BiLSTM"], parameters["BiLSTM"] = bilstm["p_test"], int(bilstm["parameters"])
    labels = {"BiLSTM": y_test[bilstm["test_rows"]]}
except checkpoints.CheckpointMissing as missing:
    labels = {}
    print(missing)
print(f"{database.title}\n{'':>10}  parameters  accuracy  precision  recall     F1")
for name, p in models.items():
    m = stubs.evaluate(labels.get(name, labels_test), p)
    numbers = f"{m['accuracy']:>8.3f}  {m['precision']:>9.3f}  {m['recall']:>6.3f}  {m['f1']:>5.3f}"
    print(f"{name:>10}  {parameters.get(name, 0):>10,}  {numbers}")

# %%
fig = training_plots.draw_confusion(confusion(labels_test, p_test), "CNN, test patients")

# %%
fig = training_plots.draw_per_record(per_record_table(labels_test, p_test, saved["record_test"][test_rows]))

# %% [markdown]
# Before you believe a difference, train again with another `SEED`. Networks like these move by several hundredths from seed
# to seed and from epoch to epoch, because the test patients are few: each recording has 4 to 9 % of the test beats.
#
# Task 7 compares this network with a deeper one, so save what it said.

# %%
folder = checkpoints.save(
    6,
    database=database,
    p_test=p_test,
    test_rows=test_rows,
    parameters=np.array(model.count_params()),
)
print("saved in", folder)

# %% [markdown]
# ## Question
#
# Compare CNN and LSTM: how does each use the order of the columns, which patterns can each see, how long does an epoch
# take and why, and which did better here? Is the difference larger than the difference between seeds? (5 to 10
# sentences, 3 points)

# %% [markdown] question="t6-compare" points=3
# The convolution looks at five columns at a time and asks everywhere for the same local pattern; two layers with
# pooling see 16 columns, 1.4 seconds. The order beyond that enters only through the flatten and dense layers, which
# have a weight for each place. The LSTM carries a memory along the whole window, from both ends, so that it could
# relate the beat in the centre to the ones two seconds away. In a window of four seconds with the beat always in the
# centre that advantage is small, as the dense layer of the CNN sees the same places.
#
# An epoch of the CNN is faster although it may have more parameters: all places of a convolution are independent and
# are computed together, whereas the LSTM must finish step 1 before step 2, 46 times. On longer windows this grows.
#
# In my runs the two differ from each other about as much as each differs from itself under another seed, so I cannot
# call either the better one from a single run; I would repeat both with at least five seeds and compare means and
# spreads on validation patients. Both miss the same recordings (right bundle branch block, atrial beats), so what
# limits them is which hearts they were shown, not the kind of layer. Given equal results I would take the CNN: it
# trains faster, and its filters can be looked at.
