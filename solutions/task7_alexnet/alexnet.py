# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Task 7: AlexNet in one dimension
#
# In 2012 networks of this kind won a contest in naming what is in a picture: for 15 % of the pictures the right name was not
# among their five guesses, with the next best entry for 26 %. The one that the paper describes, AlexNet, has five convolutions
# and three dense layers (Krizhevsky, Sutskever and Hinton 2012, reprinted as doi:10.1145/3065386). You build its shape for
# heartbeats, a thousand times smaller.
#
# **Goal.** You stack more convolutions than in task 6, see what depth and pooling do to what a layer can see, and ask
# whether the deeper network is the better one.

# %%
import numpy as np

from autograder import check
from ecgkit import (
    alexnet_plots,
    attention_plots,
    checkpoints,
    explain,
    fill,
    open_database,
    plotting,
    stubs,
    training_plots,
)
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
# The same three groups of patients as in tasks 5 and 6. `ROWS = None` trains on all beats; it takes about seven times as long.

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
# AlexNet looks at pictures. Three of its habits carry over to signals:
#
# - **Long kernels first, short ones later**: 11, 5, 3, 3, 3. The first layer looks for whole shapes; the later ones
#   combine what it has found.
# - **Max pooling**: of neighbouring answers only the largest goes on, so that a small shift of a pattern changes little.
#   AlexNet's pools overlap: they are 3 wide and move by 2.
# - **Dropout between dense layers**: in training each unit is silent with probability 1/2, in a new draw for every row,
#   so no unit can rely on another one. Most of the weights are in these layers, and most of the learning by heart.
#
# If layer $l$ has a kernel (or pool) of $k_l$ and strides $s_l$, one of its outputs sees
#
# $$R_l = R_{l-1} + (k_l - 1) \prod_{i < l} s_i , \qquad R_0 = 1$$
#
# columns of the spectrogram. Every pooling makes all later kernels longer, without a single weight. One column is 89 ms
# further than the one before it.
#
# **Your function** `build_alexnet(input_shape)`
#
# - takes `(frequencies, times)`, such as `(33, 46)`, and returns a Keras model from `(batch, frequencies, times)` to
#   `(batch, 1)`;
# - has three or more `Conv1D` layers over **time**, one after the other, with the frequencies as channels, each followed by a
#   ReLU, and no recurrent layer; every path from the input to the output goes through one of them. No later kernel is longer
#   than the first. AlexNet has five convolutions; a shortened form is welcome;
# - makes the times fewer in two or more places, one after the other: with one or more `MaxPooling1D` after a convolution,
#   and for the rest with `MaxPooling1D` or with `strides` above 1 in a convolution;
# - then flattens, and has two or more dense layers, each followed by a ReLU, and one dense unit with a sigmoid. A
#   `Dropout` stands between the first of these dense layers and the last.
#
# Build it with `keras.Sequential([...])` or `keras.Model(inputs, outputs)` from Keras' own layers, but not from `Lambda` or
# the attention layers: the grader builds your network once more, and cannot rebuild those.
# 46 times are few: with `padding="same"` a layer takes none of them away. Leave several to the flatten: the network must be
# able to tell early from late, and the grader tries that.
#
# After you submit, the grader trains your network anew, on standardized spectrograms of synthetic patients whose beats lie up to
# 0.35 s off the middle: 10 epochs in batches of 128, Adam with a learning rate of 0.002, class weights that balance the classes,
# at most 150 s. It takes the layers alone: how you compile the network, regularizers and initializers are not taken over, but
# must let it learn. On other synthetic patients it must then be better than a logistic regression, by 0.02 in accuracy and 0.029
# in $F_1$. If it is not, though it came to its end in time, it is trained once more from other first weights. About 100,000
# weights are enough, and AlexNet's own 60 million are far too slow.


# %%
@fill
def build_alexnet(input_shape):
    """Five convolutions over time that get shorter, three of them pooled, and three dense layers with dropout."""
    ### BEGIN SOLUTION
    layers = keras.layers
    model = keras.Sequential([layers.Input(input_shape)], name="alexnet")
    # As in task 6: each frequency by its own mean and spread over these four seconds, then the times first.
    model.add(layers.LayerNormalization(axis=2, center=False, scale=False))
    model.add(layers.Permute((2, 1)))
    for filters, kernel, pooled in ((32, 7, True), (48, 5, True), (64, 3, False), (64, 3, False), (48, 3, True)):
        model.add(layers.Conv1D(filters, kernel, padding="same", activation="relu"))
        if pooled:
            # Overlapping, as in the paper: 46 times become 23, 12 and 6.
            model.add(layers.MaxPooling1D(3, strides=2, padding="same"))
            # Not in the paper, which had 1.2 million pictures. We have two dozen patients.
            model.add(layers.Dropout(0.3))
    model.add(layers.Flatten())
    for _ in range(2):
        model.add(layers.Dense(64, activation="relu"))
        model.add(layers.Dropout(0.3))
    model.add(layers.Dense(1, activation="sigmoid"))
    return model
    ### END SOLUTION


# %%
check("build_alexnet")

# %%
seed_everything(SEED)
model = stubs.build_alexnet(S_train.shape[1:])
model.summary()

# %% [markdown]
# ## What each layer sees
#
# One output in the middle of each layer, and the columns that it depends on. Which layer is the first to see a whole
# heartbeat? Which sees the beat before and after it?

# %%
example = S_train[np.flatnonzero(saved["record_train"] == "119")[10]]
fig = alexnet_plots.draw_sights(example, alexnet_plots.sights(model))

# %% [markdown]
# ## Training
#
# With `train` and `evaluate` of task 5. The checks of this task do not need them.

# %%
train, evaluate = fills_from("../task5_bilstm/bilstm.ipynb", "train", "evaluate")
history = stubs.train(model, X, y, epochs=EPOCHS, validation_data=(X_val, y_val))
fig = training_plots.draw_training(history)

# %% [markdown]
# Keras gives the training loss *with* dropout, as a mean over the epoch, and the validation loss without it, at the end
# of the epoch. That alone can put the training curve on the worse side in the first epochs.
#
# ## Where does your network look?
#
# As in task 6: Grad-CAM on the last convolution (Selvaraju et al. 2017, doi:10.1109/ICCV.2017.74) shades the moments that
# speak for "abnormal", beside the same network with random weights (Adebayo et al. 2018, arXiv:1810.03292). If a layer
# stands behind more pooling, its steps are fewer and longer and the map is coarser, and a step sees more columns than it
# shades: compare the picture of what each layer sees. Is a moment shaded on both sides? Then it need not have to do with
# what was learned.

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
# Your CNN of task 6 is in the table if you have run its notebook to the end.

# %%
p_test = model.predict(X_test, batch_size=1024, verbose=0)
models = {"all normal": (labels_test, np.zeros(len(X_test)), 0), "AlexNet": (labels_test, p_test, model.count_params())}
try:
    cnn = checkpoints.load(6, database=database)
    models["CNN"] = y_test[cnn["test_rows"]], cnn["p_test"], int(cnn["parameters"])
except checkpoints.CheckpointMissing as missing:
    print(missing)
print(f"{database.title}\n{'':>10}  parameters  accuracy  precision  recall     F1")
for name, (truth, p, parameters) in models.items():
    m = stubs.evaluate(truth, p)
    numbers = f"{m['accuracy']:>8.3f}  {m['precision']:>9.3f}  {m['recall']:>6.3f}  {m['f1']:>5.3f}"
    print(f"{name:>10}  {parameters:>10,}  {numbers}")

# %%
fig = training_plots.draw_confusion(confusion(labels_test, p_test), "AlexNet, test patients")

# %%
fig = training_plots.draw_per_record(per_record_table(labels_test, p_test, saved["record_test"][test_rows]))

# %% [markdown]
# The total hides it: look for recordings that the two networks disagree about. As in task 6, another `SEED` moves all
# of this by several hundredths.

# %%
if "CNN" in models:
    truth, p_cnn, _ = models["CNN"]
    records = saved["record_test"][cnn["test_rows"]]
    fig = training_plots.draw_per_record(per_record_table(truth, p_cnn, records))
    fig.axes[0].set_title("for comparison: the CNN of task 6", loc="left")

# %% [markdown]
# ## Question
#
# Is your AlexNet better than your CNN? Compare what they see, where their weights are, how long an epoch takes, and
# what the test patients and another seed say. Would you make it deeper still? (5 to 10 sentences, 2 points)

# %% [markdown] question="t7-deeper" points=2
# My CNN sees 16 columns (1.4 s) at its last pooling, so the beats before and after are put together only by its dense
# layers. The last convolutions of AlexNet have the rhythm of the whole window in sight: the last pooling sees 53
# columns, more than the 46 there are. That should help where a beat is abnormal because it comes early and not because
# of its shape, as atrial premature beats are.
#
# Of its 69,000 weights a third are between the flatten and the sigmoid; in my CNN it is 11,000 of 22,000. For each beat it
# multiplies 900,000 times instead of 370,000 times, and an epoch takes longer by less than that, since small layers
# leave the processor waiting.
#
# On the test patients the two differ by a few hundredths, in my first run in favour of the CNN; the same network
# differs from itself as much under another seed, so I cannot call either one better. The validation curve stops
# improving after a few epochs while the training loss falls: what is missing is hearts, not layers. A still deeper
# network would need shortcuts or normalization to train at all, would learn the same patients by heart sooner, and
# would see nothing new, as the whole window is already in sight. I would rather add patients, or give it the times
# between beats. Choosing between the two is for the validation patients and several seeds, not for the table above.
