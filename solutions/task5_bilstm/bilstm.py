# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Task 5: a bidirectional LSTM
#
# A heartbeat is a story in time: what came before it, and after how long, tells as much as its shape. A recurrent
# network reads such a story step by step and keeps a memory.
#
# **Goal.** You build a network with one bidirectional LSTM, train it, and say in four numbers how well it does on
# patients it has never met.

# %%
import numpy as np

from autograder import check
from ecgkit import checkpoints, fill, open_database, plotting, stubs, training_plots
from ecgkit.metrics import confusion, per_record_table
from ecgkit.progress import EpochProgress
from ecgkit.training import VALIDATION_RECORDS, is_validation, quiet_tensorflow, seed_everything, spread_rows

quiet_tensorflow()
import keras

plotting.use_style()
database = open_database()
saved = checkpoints.load(3, database=database)
S_train, y_train, S_test, y_test = (saved[name] for name in ("S_train", "y_train", "S_test", "y_test"))

# %% [markdown]
# ## Three groups of patients
#
# Beats of one heart resemble each other. If one patient had beats on both sides of a split, a network could recognize
# the *patient* and score 99 % without having learned what an abnormal beat is. So patients stay whole:
#
# - **training**: the network learns from them;
# - **validation**: training recordings that no network learns from. They tell you when to stop and which network is
#   better. Look at them as often as you need: the more you choose by them, the more their numbers flatter you;
# - **test**: the recordings 212 to 234. Look once, at the end. If you choose by the test patients, they become part of
#   your training, and nobody is left to tell you how you do on strangers.
#
# `ROWS` beats, spread over all training recordings, keep this notebook below a minute. `ROWS = None` takes all of
# them: about seven times as long.

# %%
ROWS, EPOCHS, SEED = 8000, 5, 0

held_out = is_validation(saved["record_train"])
train_rows, val_rows = spread_rows(~held_out, ROWS), spread_rows(held_out, 2000)
test_rows = spread_rows(np.ones(len(y_test)), 12000)
X, y = S_train[train_rows], y_train[train_rows]
X_val, y_val = S_train[val_rows], y_train[val_rows]
X_test, labels_test = S_test[test_rows], y_test[test_rows]
for name, part in (("training", y), ("validation", y_val), ("test", labels_test)):
    print(f"{name:>10}: {len(part):>6,} beats, {part.mean():.1%} abnormal")
print("validation patients:", ", ".join(VALIDATION_RECORDS))

# %% [markdown]
# ## The idea
#
# An LSTM walks through a sequence $x_1, \dots, x_T$. At step $t$ it sees $x_t$ and its own last output $h_{t-1}$, and
# three gates between 0 and 1 decide what its memory $c$ forgets ($f$), takes in ($i$) and shows ($o$) (Hochreiter and
# Schmidhuber 1997, doi:10.1162/neco.1997.9.8.1735; Gers et al. 2000, doi:10.1162/089976600300015015):
#
# $$\begin{aligned}
# f_t, i_t, o_t &= \sigma(W_{f,i,o}\, x_t + U_{f,i,o}\, h_{t-1} + b_{f,i,o}) \\
# c_t &= f_t \odot c_{t-1} + i_t \odot \tanh(W_c\, x_t + U_c\, h_{t-1} + b_c) \\
# h_t &= o_t \odot \tanh(c_t)
# \end{aligned}$$
#
# Here $\sigma(a) = 1 / (1 + e^{-a})$, and $\odot$ multiplies number by number.
#
# The beat in question is in the *middle* of the window. A second LSTM that walks backwards knows what comes after it;
# the two outputs side by side are a **bidirectional** LSTM (Schuster and Paliwal 1997, doi:10.1109/78.650093, for
# recurrent networks in general).
#
# **Which way is forward?** Keras' recurrent layers take `(batch, steps, features)` and walk along the *first* axis
# after the batch. A spectrogram here is `(frequencies, times)`. Handed over as it is, the layer walks from low to high
# frequency and meets all moments at once. That runs, and even learns a little, but it is no story in time.

# %%
example = S_train[np.flatnonzero(saved["record_train"] == "119")[10]]
fig = training_plots.draw_reading_directions(example)

# %% [markdown]
# **Your function** `build_bilstm(input_shape)`
#
# - takes `(frequencies, times)`, such as `(33, 46)`, and returns a Keras model from `(batch, frequencies, times)` to
#   `(batch, 1)`;
# - has one bidirectional LSTM that reads over **time** and gives its output at *every* step;
# - flattens these outputs; one dense unit with a sigmoid makes them the probability of an abnormal beat. No path leads around
#   the LSTM.
#
# Build it with `keras.Sequential([...])` or `keras.Model(inputs, outputs)` from Keras' own layers, but not from `Lambda` or
# the attention layers: the grader builds your network once more, and cannot rebuild those.
# The LSTM reads the frequencies themselves: no convolution, dense layer or pooling stands before it. Layers that scale, drop out
# or add noise are welcome, and 16 to 64 units are plenty. This toy
# shows how layers are put together: it reads five numbers at each of ten steps and adds up what it sees
# (https://keras.io/guides/sequential_model/):
#
# ```python
# toy = keras.Sequential(
#     [
#         keras.layers.Input((10, 5)),  # the shape of one example: ten steps of five numbers
#         keras.layers.Dense(8, activation="relu"),  # eight weighted sums at each step: (10, 8)
#         keras.layers.GlobalAveragePooling1D(),  # their means over the steps: (8,)
#         keras.layers.Dense(1, activation="sigmoid"),  # one weighted sum of these, pressed between 0 and 1
#     ]
# )
# ```
#
# `Permute` swaps axes, `Flatten` lays a table out in one row, `Bidirectional` wraps a recurrent layer, and with
# `return_sequences=True` a recurrent layer gives its output at every step.
#
# After you submit, the grader trains your network anew, on standardized spectrograms of synthetic patients whose beats lie up to
# 0.35 s off the middle: 10 epochs in batches of 128, Adam with a learning rate of 0.002, class weights that balance the classes,
# at most 150 s. It takes the layers alone: how you compile the network, regularizers and initializers are not taken over, but
# must let it learn. On other synthetic patients it must then be better than a logistic regression, by 0.016 in accuracy and 0.024
# in $F_1$. If it is not, though it came to its end in time, it is trained once more from other first weights.


# %%
@fill
def build_bilstm(input_shape):
    """One bidirectional LSTM over time, flatten, sigmoid."""
    ### BEGIN SOLUTION
    layers = keras.layers
    return keras.Sequential(
        [
            layers.Input(input_shape),
            # Each frequency by its own mean and spread over these four seconds: what is left is how this beat differs
            # from its neighbours, not how strong this patient's signal is.
            layers.LayerNormalization(axis=2, center=False, scale=False),
            # (frequencies, times) to (times, frequencies): the recurrence walks along the first axis.
            layers.Permute((2, 1)),
            layers.Bidirectional(layers.LSTM(16, return_sequences=True)),
            layers.Dropout(0.3),
            layers.Flatten(),
            layers.Dense(1, activation="sigmoid"),
        ],
        name="bilstm",
    )
    ### END SOLUTION


# %%
check("build_bilstm")

# %%
seed_everything(SEED)
model = stubs.build_bilstm(S_train.shape[1:])
model.summary()

# %% [markdown]
# ## Training
#
# The network gives the probability $p_i$ that beat $i$ is abnormal. The loss is the **binary cross-entropy**: the
# surprise at the true label, averaged over the beats of a batch,
#
# $$L = -\frac{1}{N} \sum_i w_{y_i} \left[\, y_i \log p_i + (1 - y_i) \log (1 - p_i) \,\right] .$$
#
# Here $w$ are the class weights of task 4, or 1. Adam (Kingma and Ba 2015, arXiv:1412.6980) walks the loss downhill: one step per
# batch of, say, 128 rows; once through all rows is an epoch. `model.compile(optimizer=..., loss=..., metrics=[...])` tells a
# network of Adam and of the loss, `model.fit(...)` trains it and returns a `History`, the numbers of each epoch
# (https://keras.io/guides/training_with_built_in_methods/).
#
# **Your function** `train(model, X, y, *, epochs, batch_size, class_weight, validation_data)`
#
# - compiles the model with Adam, binary cross-entropy and the metric accuracy, and fits it;
# - hands each of its arguments on to Keras: the epochs, the batch size, the class weights and the validation data;
# - trains for all of these epochs, without stopping early, and on `X` as it is: whoever calls it has prepared the rows;
# - returns the History that fitting gives, in which class weights count in the losses, and in no accuracy.
#
# Keras can call something of yours after each epoch, a *callback*. For short lines in place of its moving bar:
# `model.fit(..., verbose=0, callbacks=[EpochProgress()])`.


# %%
@fill
def train(model, X, y, *, epochs=10, batch_size=128, class_weight=None, validation_data=None):
    """Compile with Adam and binary cross-entropy, fit, and return the History."""
    ### BEGIN SOLUTION
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    return model.fit(
        X,
        y,
        epochs=epochs,
        batch_size=batch_size,
        class_weight=class_weight,
        validation_data=validation_data,
        verbose=0,
        callbacks=[EpochProgress()],
    )
    ### END SOLUTION


# %%
check("train")

# %% [markdown]
# Each line below is one epoch. The columns with `val` are patients the network does not learn from.

# %%
history = stubs.train(model, X, y, epochs=EPOCHS, validation_data=(X_val, y_val))
fig = training_plots.draw_training(history)

# %% [markdown]
# Where training keeps getting better while validation stalls or gets worse, the network has begun to learn its
# patients by heart: it is *overfitting*. The gap between the two curves shows that only roughly: dropout acts in training
# alone, and the validation patients may be easier or harder than the others.
#
# ## Four numbers
#
# Call a beat abnormal if $p \ge 0.5$. Count the true positives $TP$ (abnormal, and called so), the false positives
# $FP$ (normal, called abnormal) and the false negatives $FN$ (abnormal, called normal):
#
# $$\text{precision} = \frac{TP}{TP + FP}, \qquad \text{recall} = \frac{TP}{TP + FN}, \qquad
# F_1 = \frac{2\,TP}{2\,TP + FP + FN} .$$
#
# Accuracy is the share of all beats that are called right. Precision is the share of the alarms that are real, recall the
# share of the abnormal beats that raise one; $F_1$ is high only if both are.
#
# **Your function** `evaluate(y_true, y_prob)`
#
# - takes labels and probabilities of shape `(N, 1)` or `(N,)`;
# - returns `{"accuracy", "precision", "recall", "f1"}` of the abnormal class. A ratio 0 / 0 is 0;
# - raises a `ValueError` if the two lengths differ or there is no row.


# %%
@fill
def evaluate(y_true, y_prob):
    """Accuracy, precision, recall and F1 of the abnormal class."""
    ### BEGIN SOLUTION
    # Flat, both: (N, 1) == (N,) would silently compare every row with every other one.
    truth, called = np.ravel(y_true) == 1, np.ravel(y_prob) >= 0.5
    if len(truth) != len(called) or len(truth) == 0:
        raise ValueError(
            "`y_true` and `y_prob` must have one entry a row, and at least one row. "
            f"Received {len(truth)} labels and {len(called)} probabilities."
        )
    tp, fp, fn = np.sum(truth & called), np.sum(~truth & called), np.sum(truth & ~called)

    def ratio(part, whole):
        return float(part / whole) if whole else 0.0

    return {
        "accuracy": float(np.mean(truth == called)),
        "precision": ratio(tp, tp + fp),
        "recall": ratio(tp, tp + fn),
        "f1": ratio(2 * tp, 2 * tp + fp + fn),
    }
    ### END SOLUTION


# %%
check("evaluate")

# %% [markdown]
# ## On patients it has never met
#
# Now, once, the test patients. Beside your network stand models that have learned nothing (every beat called normal, every
# beat called abnormal) and a logistic regression, which adds up the numbers of the spectrogram, each with its own weight,
# and cannot ask which of them occur together.

# %%
from sklearn.linear_model import LogisticRegression

flat = [part.reshape(len(part), -1) for part in (X[::2], X_test)]
regression = LogisticRegression(C=0.001, max_iter=200).fit(flat[0], y[::2].ravel())
p_test = model.predict(X_test, batch_size=1024, verbose=0)
models = {
    "all normal": np.zeros(len(X_test)),
    "all abnormal": np.ones(len(X_test)),
    "logistic regression": regression.predict_proba(flat[1])[:, 1],
    "your BiLSTM": p_test,
}
print(f"{database.title}\n{'':>20}  accuracy  precision  recall     F1")
for name, p in models.items():
    m = stubs.evaluate(labels_test, p)
    print(f"{name:>20}  {m['accuracy']:>8.3f}  {m['precision']:>9.3f}  {m['recall']:>6.3f}  {m['f1']:>5.3f}")

# %%
fig = training_plots.draw_confusion(confusion(labels_test, p_test), "BiLSTM, test patients")

# %% [markdown]
# On the real recordings do not be surprised if your network hardly beats these models, or does not: it has seen 8000 beats of few
# hearts, five times. This table is no grade; the grader trains and tests on synthetic patients. With the wave itself in place of
# the spectrogram, and synthetic patients beside the real ones, a BiLSTM of this kind reaches 91 % and an $F_1$ of .86 there.
#
# The total counts beats of patients who could not be more different. One by one:

# %%
fig = training_plots.draw_per_record(per_record_table(labels_test, p_test, saved["record_test"][test_rows]))

# %% [markdown]
# Look at the recordings whose points lie lowest; a hollow point stands for fewer than 20 beats. Records 212, 231 and 232 have
# right bundle branch block, and most beats of 232 are atrial premature beats (recordings' notes:
# https://archive.physionet.org/physiobank/database/html/mitdbdir/records.htm). Of the training patients only 118 and
# 124 have right bundle branch block throughout, and 207 has it for a while: that is how many hearts your network knows
# it from, however many thousand beats they give.
#
# Task 6 compares this network with another one, so save what it said.

# %%
folder = checkpoints.save(
    5,
    database=database,
    p_test=p_test,
    test_rows=test_rows,
    parameters=np.array(model.count_params()),
)
print("saved in", folder)

# %% [markdown]
# ## Questions
#
# **a.** How would you validate a network that is to be used on new patients? Say who belongs to which group, how often
# you look at each, and how you would find out how certain your numbers are. (5 to 8 sentences, 3 points)

# %% [markdown] question="t5-validation" points=3
# The split goes by patient, never by beat: all recordings of a person, 201 and 202 for example, are on one side. I
# would set test patients aside before anything else, and let every choice that data can make (scaling, weights,
# network, epochs, threshold) use the other patients only. Among those, one fixed validation group is enough for a
# first look, but with thirty patients its result depends on who happens to be in it. So I would use cross-validation
# with whole patients in each fold, arranged so that each fold has some of the rare kinds. The mean over folds chooses
# the network; the spread over folds and over random seeds says which differences mean anything. A difference smaller
# than this spread is no difference. At the end the chosen network is trained on all training patients and looked at
# once on the test patients, with an interval from resampling *patients* (beats are not independent), and with results
# by record and by kind of beat. Recordings of another hospital would be the next test.

# %% [markdown]
# **b.** How could accuracy and $F_1$ on new patients be raised? Name at least three ways, say what each one would
# change in the plots above, and which one you would try first. (5 to 8 sentences, 3 points)

# %% [markdown] question="t5-improve" points=3
# The curves show a network that fits its own patients almost perfectly, so more of the same training will not help; it
# lacks patients, not beats. First I would add patients from other databases, above all with right bundle branch block
# and atrial beats; the points of 212, 231 and 232 would rise. Second, I would give the network what cardiologists use:
# the times to the beats before and after, relative to the patient's usual rhythm, since an early beat is hard to see
# in 89 ms steps; that helps the atrial beats. Third, regularization (dropout, noise, random gain, a smaller network,
# stopping early by validation) narrows the gap between the two curves. Fourth, a window scaled by its own patient's
# usual beat would remove differences of electrodes and build. Class weights or another threshold trade precision for
# recall: they can raise F1, but lower accuracy in most cases. The mean of several networks with different seeds is
# worth a few points and steadies both numbers. Each of these is chosen on validation patients.
