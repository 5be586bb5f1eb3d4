# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Task 8: a gated recurrent unit
#
# In task 5 the LSTM was a line of Keras. What happens inside such a line? The gated recurrent unit (GRU) is simpler than
# the LSTM: one memory, two gates. Its equations fit into a few lines, and you write them.
#
# **Goal.** You compute one step of a GRU yourself, exactly as Keras does, and then build a network with one.

# %%
import numpy as np

from autograder import check
from ecgkit import checkpoints, explain, fill, gru_plots, open_database, plotting, stubs, training_plots
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
# The same three groups of patients as in tasks 5 to 7. `ROWS = None` trains on all beats; it takes about seven times as long.

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
# A GRU walks through a sequence $x_1, \dots, x_T$ and carries its last output $h_{t-1}$ along: that is all its memory. At
# each step it makes up a **candidate** for the new output, and two gates between 0 and 1 decide what becomes of it (Cho
# et al. 2014, doi:10.3115/v1/D14-1179):
#
# $$\begin{aligned}
# z &= \sigma(x W_z + b_z + h_{t-1} U_z + c_z) && \text{update gate: how much of the old stays} \\
# r &= \sigma(x W_r + b_r + h_{t-1} U_r + c_r) && \text{reset gate: how much of the old the candidate sees} \\
# \tilde h &= \tanh(x W_h + b_h + r \odot (h_{t-1} U_h + c_h)) && \text{candidate} \\
# h_t &= z \odot h_{t-1} + (1 - z) \odot \tilde h && \text{new output}
# \end{aligned}$$
#
# Here $\sigma(a) = 1 / (1 + e^{-a})$, and $\odot$ multiplies number by number. Each unit has gates of its own.
#
# **Why gates?** Where $z$ is near 1, a number passes from step to step almost untouched; where it is near 0, the unit
# forgets at once and listens. The picture shows what is left of a number when $z$ stays the same and every candidate is 0.
# To bring something from the first step to the beat in the middle, $z$ must be close to 1; to follow a QRS complex,
# close to 0. A GRU decides that anew at every step.

# %%
fig = gru_plots.draw_memory()

# %% [markdown]
# Two things differ from book to book, and both decide whether your numbers are those of Keras:
#
# - **Which share stays.** Some authors write $(1 - z)\, h_{t-1} + z\, \tilde h$ (Chung et al. 2014, arXiv:1412.3555). Their
#   $z$ is our $1 - z$.
# - **Where the reset gate stands.** Cho et al. multiply $r$ with $h_{t-1}$ *before* the matrix product. Keras multiplies
#   *after* it (`reset_after=True`, its default), so that one product $h_{t-1} U$ serves both gates and the candidate. That is
#   why there is a second bias $c$.
#
# Keras keeps the weights of a `GRU(u)` over $d$ features in three arrays, each with three blocks of $u$ columns, in the
# order $z$, $r$, $h$:

# %%
layer = keras.layers.GRU(4, bias_initializer="random_normal", return_sequences=True)
layer.build((None, None, 3))
for name, array in zip(("kernel W", "recurrent kernel U", "bias b and c"), layer.get_weights(), strict=True):
    print(f"{name:>18}  {array.shape}")

# %% [markdown]
# **Your function** `gru_step(x, h, weights)`
#
# - takes `x` of shape `(batch, features)`, `h` of shape `(batch, units)`, and `weights`, a list of the three arrays above
#   (row 0 of the bias is $b$, row 1 is $c$);
# - returns the new `h`, of shape `(batch, units)`;
# - leaves what comes in as it is.
#
# Write it with NumPy or with `keras.ops` (`matmul`, `split`, `sigmoid`, `tanh`), without a GRU layer of Keras.


# %%
@fill
def gru_step(x, h, weights):
    """One step of a GRU as `keras.layers.GRU` computes it."""
    ### BEGIN SOLUTION
    ops = keras.ops
    kernel, recurrent_kernel, bias = weights
    given_z, given_r, given_h = ops.split(ops.matmul(x, kernel) + bias[0], 3, axis=1)
    recalled_z, recalled_r, recalled_h = ops.split(ops.matmul(h, recurrent_kernel) + bias[1], 3, axis=1)
    z = ops.sigmoid(given_z + recalled_z)
    r = ops.sigmoid(given_r + recalled_r)
    candidate = ops.tanh(given_h + r * recalled_h)
    return z * h + (1 - z) * candidate
    ### END SOLUTION


# %%
check("gru_step")

# %% [markdown]
# A layer is this step in a loop, from $h_0 = 0$. Over a random sequence, yours and the one of Keras should differ by no more
# than rounding, about `1e-7`:


# %%
def walk(sequence, weights):
    """The output at every step: (batch, steps, features) to (batch, steps, units)."""
    h, outputs = np.zeros((len(sequence), weights[1].shape[0]), np.float32), []
    for t in range(sequence.shape[1]):
        h = stubs.gru_step(sequence[:, t], h, weights)
        outputs.append(h)
    return np.stack(outputs, axis=1)


sequence = np.random.default_rng(SEED).normal(size=(2, 46, 3)).astype(np.float32)
yours, of_keras = walk(sequence, layer.get_weights()), keras.ops.convert_to_numpy(layer(sequence))
print(f"largest difference: {np.abs(yours - of_keras).max():.1e}")

# %% [markdown]
# ## The network
#
# As in task 5 the steps are the *times*, so mind the axes. One direction is enough here; a GRU may also read in both, inside
# `Bidirectional`, as the LSTM did.
#
# **Your function** `build_gru(input_shape)`
#
# - takes `(frequencies, times)`, such as `(33, 46)`, and returns a Keras model from `(batch, frequencies, times)` to
#   `(batch, 1)`;
# - has one `GRU` layer (or one `Bidirectional` GRU) that reads over **time** and gives its output at *every* step;
# - flattens these outputs; one dense unit with a sigmoid makes them the probability of an abnormal beat. No path leads around
#   the GRU.
#
# Build it with `keras.Sequential([...])` or `keras.Model(inputs, outputs)` from Keras' own layers, but not from `Lambda` or
# the attention layers: the grader builds your network once more, and cannot rebuild those.
# The GRU reads the frequencies themselves: no convolution, dense layer or pooling stands before it. Layers that scale, drop out
# or add noise are welcome.
#
# After you submit, the grader trains your network anew, on standardized spectrograms of synthetic patients whose beats lie up to
# 0.35 s off the middle: 10 epochs in batches of 128, Adam with a learning rate of 0.002, class weights that balance the classes,
# at most 150 s. It takes the layers alone: how you compile the network, regularizers and initializers are not taken over, but
# must let it learn. On other synthetic patients it must then be better than a logistic regression, by 0.016 in accuracy and 0.024
# in $F_1$. If it is not, though it came to its end in time, it is trained once more from other first weights.


# %%
@fill
def build_gru(input_shape):
    """One GRU over time, flatten, sigmoid."""
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
            layers.GRU(32, return_sequences=True),
            layers.Dropout(0.3),
            layers.Flatten(),
            layers.Dense(1, activation="sigmoid"),
        ],
        name="gru",
    )
    ### END SOLUTION


# %%
check("build_gru")

# %%
seed_everything(SEED)
model = stubs.build_gru(S_train.shape[1:])
model.summary()

# %% [markdown]
# ## Training
#
# With your `train` and `evaluate` of task 5, as in task 6. The checks of this task do not need them.

# %%
train, evaluate = fills_from("../task5_bilstm/bilstm.ipynb", "train", "evaluate")
history = stubs.train(model, X, y, epochs=EPOCHS, validation_data=(X_val, y_val))
fig = training_plots.draw_training(history)

# %% [markdown]
# ## What it remembers
#
# Now your equations read four seconds of a recording with the weights that Keras has learned. Each row of the lower picture
# is one unit (of the direction that reads forward, if there are two). At the bottom stand units that change with every QRS
# complex: their $z$ is small then. On top stand those that keep their colour from one beat to the next: most likely their
# $z$ is near 1. Does any of them remember an abnormal beat? If you chose `reset_after=False` or other activations, your
# layer computes something else than these equations do.

# %%
example = S_train[np.flatnonzero(saved["record_train"] == "119")[10]]
recurrent, read = explain.recurrent(model, example[np.newaxis])
states = walk(read, explain.gru_weights(recurrent))[0]
fig = gru_plots.draw_states(example, states.T)

# %% [markdown]
# ## On patients it has never met
#
# Your BiLSTM of task 5 is in the table if you have saved it there.

# %%
p_test = model.predict(X_test, batch_size=1024, verbose=0)
models = {"all normal": np.zeros(len(X_test)), "GRU": p_test}
parameters = {"GRU": model.count_params()}
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
fig = training_plots.draw_confusion(confusion(labels_test, p_test), "GRU, test patients")

# %%
fig = training_plots.draw_per_record(per_record_table(labels_test, p_test, saved["record_test"][test_rows]))

# %% [markdown]
# ## Question
#
# What could a GRU still learn if $z$ were always 0? If $z$ were always 1? If $r$ were always 0? Then compare your GRU with your
# BiLSTM: count the parameters of the two recurrent layers by hand, and say which did better here and whether you would bet
# on it. (5 to 10 sentences, 3 points)

# %% [markdown] question="t8-gates" points=3
# With $z = 0$ the new output is the candidate: an almost plain recurrent network. It can still use the past through $h U_h$,
# but the past is squashed and multiplied at every step, so that it, and the gradient that should teach it, fades or explodes
# over 46 steps. With $z = 1$ the output stays at its start, 0, whatever is read: the network can learn nothing but the bias
# of its dense unit, that is the share of abnormal beats. With $r = 0$ the candidate sees the present input alone. The unit
# then mixes candidates of single columns with weights $z$; as the gates still see $h$, it is not blind to the past, but it
# cannot make a new number out of input and memory together, for example "a QRS complex, and the last one was long ago".
#
# A GRU of $u$ units over $d$ features has $3u(d + u + 2)$ parameters, an LSTM $4u(d + u + 1)$. My GRU with $u = 32$ has
# $96 \cdot 67 = 6{,}432$; my LSTM with 16 units in each direction has $2 \cdot 64 \cdot 50 = 6{,}400$. So both have the
# same size and give 32 numbers at every step; the LSTM sees what comes after a beat, the GRU has the larger memory. One
# run does not tell which is better: each differs from itself under another seed by several hundredths, and both miss the
# same recordings. I would not bet on either before I had trained both with at least five seeds and compared mean and spread
# on validation patients.
