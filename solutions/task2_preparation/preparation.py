# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Task 2: from recordings to a data matrix
#
# A network wants a table: one row an example, and a label for each row. At the end of this task you can
#
# - turn the experts' symbols into labels;
# - cut a window around every beat and stack the windows in a matrix, quickly and in little memory;
# - split recordings so that a test result means something for a patient the network has never met.

# %%
from collections import Counter

import numpy as np

from autograder import check
from ecgkit import ABNORMAL_SYMBOLS, MEANINGS, NORMAL_SYMBOL, checkpoints, fill, open_database, plotting, stubs

plotting.use_style()
database = open_database()

# %% [markdown]
# ## Which marks are beats?
#
# The annotations of all recordings together: most marks are beats, some are not. A `+` marks a change of rhythm, a `~`
# a change of signal quality; `Q` is a beat that the experts could not classify, so it can teach a network nothing.

# %%
marks = Counter(symbol for record in database for symbol in record.symbol)
for symbol, count in marks.most_common():
    print(f"{count:7,}  {symbol}  {MEANINGS[symbol]}")

# %% [markdown]
# ## First stub: `label_beats`
#
# Give each symbol a label, and return an integer array as long as the list of symbols:
#
# $$\text{label} = \begin{cases} 0 & \text{normal: the symbol is } \texttt{NORMAL\_SYMBOL} \\
# 1 & \text{abnormal: it is one of } \texttt{ABNORMAL\_SYMBOLS} \\ -1 & \text{anything else} \end{cases}$$
#
# An empty list gives an empty array.


# %%
@fill
def label_beats(symbols):
    """Encode n annotation symbols as an int array (n,): 0 normal, 1 abnormal, -1 anything else."""
    ### BEGIN SOLUTION
    labels = {NORMAL_SYMBOL: 0, **dict.fromkeys(ABNORMAL_SYMBOLS, 1)}
    return np.array([labels.get(symbol, -1) for symbol in symbols], dtype=np.int8)
    ### END SOLUTION


# %%
check("label_beats")

# %%
for symbol, label in zip(marks, stubs.label_beats(list(marks)), strict=True):
    print(f"{label:3}  {symbol}  {MEANINGS[symbol]}")

# %% [markdown]
# ## A window around every beat
#
# One beat alone does not show whether it came early (task 1). So each row holds the beat *and* its neighbours: the two
# seconds before its annotation and the two seconds after. With
#
# $$h = \mathrm{round}(\text{half\_window} \cdot f_s)$$
#
# the window of a beat at sample $s$ is $x_{s-h}, \dots, x_{s+h-1}$ of lead 0, which makes $2h$ columns: 1440 at 360 Hz.

# %%
record = database.record("119")
ventricular = record.sample[np.array(record.symbol) == "V"]
fig = plotting.draw_window(record, ventricular[ventricular > 5 * record.fs][0])

# %% [markdown]
# ## Second stub: `build_data_matrix`
#
# From a list of records make
#
# - `X`, float32 of shape (N, 2 h) in mV: one row per beat, in the order of the records and of their annotations;
# - `y`, integers of shape (N, 1): 0 normal, 1 abnormal.
#
# Leave out every mark with the label -1, and beats whose window would run past either end of the recording. A window that
# ends exactly with the last sample still fits. `label_rule` says what a row's label means:
#
# - `"beat"`: the label of the beat in the centre;
# - `"window"`: 1 if any abnormal beat has its annotation inside the window, whether or not it has a row of its own.
#
# Without a single beat `X` has the shape `(0, 2 h)`, and `y` the shape `(0, 1)`: later code counts on the columns.
# An unknown `label_rule`, or records with different `fs`, raise a `ValueError`. Do not rely on 360 Hz or on 2 s.
#
# All 48 records give about 109,000 rows. In float32 that is 0.6 GB; in float64, or with a second copy on the way, it is
# two to four times as much. The stub turns what you return into float32, so another type costs memory and no points.
# Appending slices to a list works; can you do without the copies? (Hint: the annotations alone tell how many rows there
# will be.)


# %%
@fill
def build_data_matrix(records, half_window=2.0, label_rule="beat"):
    """Cut a window around every beat and stack the windows: X float32 (N, 2 h) in mV, y int (N, 1)."""
    ### BEGIN SOLUTION
    if label_rule not in ("beat", "window"):
        raise ValueError(f'`label_rule` must be "beat" or "window". Received {label_rule!r}.')
    rates = {record.fs for record in records}
    if len(rates) > 1:
        raise ValueError(f"`records` must share one sampling frequency. Received {sorted(rates)} Hz.")
    h = round(half_window * next(iter(rates), 360))

    def locate(record):
        """Find the centres of the windows that fit, and their labels, from the annotations alone."""
        labels = stubs.label_beats(record.symbol)
        fits = (labels >= 0) & (record.sample >= h) & (record.sample + h <= record.sig_len)
        centers = record.sample[fits]
        if label_rule == "beat":
            return centers, labels[fits]
        abnormal = record.sample[labels == 1]
        # How many abnormal beats come before the window's first sample, and before the one after its last?
        return centers, np.searchsorted(abnormal, centers - h) < np.searchsorted(abnormal, centers + h)

    located = [locate(record) for record in records]
    X = np.empty((sum(len(centers) for centers, _ in located), 2 * h), dtype=np.float32)
    y = np.empty((len(X), 1), dtype=np.int8)
    stop = 0
    for record, (centers, labels) in zip(records, located, strict=True):
        if len(centers):
            start, stop = stop, stop + len(centers)
            lead = record.p_signal[:, 0].astype(np.float32)
            # Row s of this view is lead[s : s + 2 h], without a copy; indexing it copies straight into X.
            windows = np.lib.stride_tricks.sliding_window_view(lead, 2 * h)
            X[start:stop] = windows[centers - h]
            y[start:stop, 0] = labels
    return X, y
    ### END SOLUTION


# %%
check("build_data_matrix")

# %% [markdown]
# Look at some rows of record 119. The dotted line is the beat that gives the row its label.

# %%
X, y = stubs.build_data_matrix([record])
fig = plotting.draw_beats(X, y, record.fs)

# %% [markdown]
# All its normal and all its abnormal beats. The abnormal ones last longer, and in the real recording their band is
# narrow: they are alike, as are premature ventricular contractions from one spot (Prutkin,
# [ECG tutorial: Ventricular arrhythmias](https://www.uptodate.com/contents/ecg-tutorial-ventricular-arrhythmias), UpToDate).
# The header file of the record says it too: "The PVCs are uniform."

# %%
fig = plotting.draw_average_beats(X, y, record.fs)

# %% [markdown]
# The two label rules answer two questions: "is *this beat* abnormal?" and "is there *anything* abnormal in these four
# seconds?"

# %%
for rule in ("beat", "window"):
    _, labels = stubs.build_data_matrix([record], label_rule=rule)
    print(f'label_rule="{rule}": {labels.mean():.1%} of the rows of record 119 are abnormal')

# %% [markdown]
# ## Split by patient
#
# A test asks: how well will this do on somebody new? Then nobody may be on both sides. Beats of one heart resemble each
# other, and neighbouring windows even share samples, so a network that has seen half of a patient's beats needs only to
# remember them. De Chazal et al. (2004, [doi:10.1109/TBME.2004.827359](https://doi.org/10.1109/TBME.2004.827359))
# split this database by recording; we split it by patient.
#
# Records are not quite patients: 201 and 202 come from one person (the header file of the real 202 says "taken from the
# same analog tape as record 201"), and in that well-known split they are on different sides.

# %%
for record in database.records(["100", "201", "202"]):
    print(f"record {record.record_name} is of patient {record.patient}")

# %% [markdown]
# ## Third stub: `split_by_patient`
#
# Deal the records to two lists, train and test:
#
# - all records of one patient (`record.patient`) go to the same side, and every record goes to exactly one;
# - `test_fraction` is the share of the *patients* on the test side, rounded to whole patients, with at least one on
#   either side;
# - which ones is drawn from `rng`; the same seed gives the same split;
# - fewer than two patients, or a `test_fraction` that is not between 0 and 1 (0 and 1 themselves are not), raise a `ValueError`.


# %%
@fill
def split_by_patient(records, test_fraction=1 / 3, rng=None):
    """Split recordings into the lists train and test so that no patient is on both sides."""
    ### BEGIN SOLUTION
    if not 0 < test_fraction < 1:
        raise ValueError(f"`test_fraction` must lie between 0 and 1. Received {test_fraction!r}.")
    patients = list(dict.fromkeys(record.patient for record in records))
    if len(patients) < 2:
        raise ValueError(f"`records` must come from at least two patients. Received {len(patients)}.")
    rng = np.random.default_rng() if rng is None else rng
    n_test = min(max(round(test_fraction * len(patients)), 1), len(patients) - 1)
    chosen = set(rng.permutation(patients)[:n_test].tolist())
    train = [record for record in records if record.patient not in chosen]
    test = [record for record in records if record.patient in chosen]
    return train, test
    ### END SOLUTION


# %%
check("split_by_patient")

# %%
train_records, test_records = stubs.split_by_patient(database.records(), rng=np.random.default_rng(1))
fig = plotting.draw_split(train_records, test_records)

# %% [markdown]
# ## The course split
#
# So that everybody's results can be compared, the course uses one fixed split from here on: records 100 to 210 for
# training, 212 to 234 for testing. No patient is on both sides.

# %%
fig = plotting.draw_split(database.train, database.test)

# %%
X_train, y_train = stubs.build_data_matrix(database.train)
X_test, y_test = stubs.build_data_matrix(database.test)
for side, X, y in (("train", X_train, y_train), ("test", X_test, y_test)):
    print(
        f"{side:5}: {X.shape[0]:,} x {X.shape[1]}, {int(y.sum()):,} abnormal ({y.mean():.1%}), {X.nbytes / 1e6:,.0f} MB"
    )
print(f"all  : {len(X_train) + len(X_test):,} rows, {int(y_train.sum()) + int(y_test.sum()):,} abnormal")

# %% [markdown]
# ## What leakage looks like
#
# Here is the lie that a careless split tells. The classifier only remembers: a new row gets the label of the most
# similar row it has stored (scikit-learn's `KNeighborsClassifier`). The rows it stores are the same in both tests.
# First it meets other beats of the same patients, then beats of new patients.

# %%
from sklearn.neighbors import KNeighborsClassifier

rng = np.random.default_rng(0)
middle = slice(X_train.shape[1] * 3 // 8, X_train.shape[1] * 5 // 8, 4)
mixed = rng.permutation(len(X_train))[:16_000]
stored, same_patients = np.split(mixed, [len(mixed) * 3 // 4])
new_patients = rng.permutation(len(X_test))[:4_000]

memory = KNeighborsClassifier(n_neighbors=1).fit(X_train[stored, middle], y_train[stored, 0])
same = memory.score(X_train[same_patients, middle], y_train[same_patients, 0])
new = memory.score(X_test[new_patients, middle], y_test[new_patients, 0])
print(f"accuracy on other beats of the same patients: {same:.3f}")
print(f"accuracy on beats of new patients:            {new:.3f}")
print(f"accuracy of always saying 'normal' there:     {1 - y_test[new_patients].mean():.3f}")

# %% [markdown]
# ## Save your work
#
# Task 3 goes on from these arrays. Each row's record is saved too: later you will set patients aside for validation.
# That builds the matrix once more, one record at a time.


# %%
def name_of_each_row(records):
    """The record name of every row of `build_data_matrix(records)`."""
    counts = [len(stubs.build_data_matrix([record])[1]) for record in records]
    return np.repeat([record.record_name for record in records], counts)


folder = checkpoints.save(
    task=2,
    database=database,
    X_train=X_train,
    y_train=y_train,
    record_train=name_of_each_row(database.train),
    X_test=X_test,
    y_test=y_test,
    record_test=name_of_each_row(database.test),
)
print("saved in", folder)

# %% [markdown]
# ## Question
#
# `build_data_matrix` drops the beats whose window runs past an end of the recording. How many beats does that cost, as a
# share of all, and why does it hardly change your results here? A monitor at the bedside has to judge each beat as it
# happens: which half of the window does it not have, and what would you change? (3 to 6 sentences, 2 points)

# %% [markdown] question="t2-edges" points=2
# In the MIT-BIH recordings 244 of 109,461 beats are dropped, 0.2 %: at most a few at either end of half an hour. Which
# beats these are has nothing to do with whether they are abnormal, so the shares of the classes stay the same. Filling the
# missing part with zeros would keep the beats, but would teach the network a shape that no heart makes. A bedside monitor
# does not have the two seconds after the beat. It can wait two seconds with its verdict, or use a window that ends
# shortly after the beat, say 3 s before and 0.5 s after. The second is quicker, but does not see the pause that often follows
# a premature beat, so it must be trained and tested with that same window.
