# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Task 1: look at the recordings
#
# Before you train a network on heartbeats, look at some. At the end of this task you can
#
# - say what an ECG recording holds: samples, leads, annotations;
# - plot any stretch of a recording with seconds and millivolts on its axes;
# - find an abnormal beat and show it.

# %%
from collections import Counter

import matplotlib.pyplot as plt
import numpy as np

from autograder import check
from ecgkit import ABNORMAL_SYMBOLS, MEANINGS, fill, open_database, plotting, stubs

plotting.use_style()
database = open_database()

# %% [markdown]
# ## What a recording holds
#
# The MIT-BIH Arrhythmia Database has 48 half-hour recordings. Each has two *leads*: voltages between electrodes on the
# skin, sampled 360 times a second (Moody and Mark 2001, [doi:10.1109/51.932724](https://doi.org/10.1109/51.932724)).
# If the line above says "stand-in", your recordings are synthetic: made to the same format, good for learning to
# program, no evidence about hearts.
#
# `record.p_signal` has one row per sample and one column per lead, in millivolts (mV). Sample number $n$ was taken
#
# $$t_n = \frac{n}{f_s}$$
#
# seconds after the start, where $f_s$ is the sampling frequency `record.fs` in hertz (Hz).

# %%
record = database.record("119")
print(record)
print("shape of p_signal:", record.p_signal.shape)
print(f"length: {record.sig_len / record.fs / 60:.1f} minutes")

# %% [markdown]
# Here is the whole recording at a glance. How often does its heart fall out of step?

# %%
fig = plotting.draw_overview(record)

# %% [markdown]
# ## One heartbeat
#
# The heart has two small upper chambers, the *atria*, and two large lower ones, the *ventricles*, that pump. A beat leaves a
# chain of waves. The P wave is the atria being activated, the QRS complex the ventricles, the T wave the ventricles recovering
# (Reisner, Clifford and Mark 2006, [The Physiological Basis of the Electrocardiogram](http://www.mit.edu/~gari/chapter1.html),
# section 1.2.1). Each square of the grid is 0.2 s wide and 0.5 mV high, as on ECG paper (Kligfield et al. 2007,
# [doi:10.1161/CIRCULATIONAHA.106.180200](https://doi.org/10.1161/CIRCULATIONAHA.106.180200)).

# %%
quiet = database.record("100")
normal_beats = quiet.sample[np.array(quiet.symbol) == "N"]
fig = plotting.draw_landmarks(quiet, normal_beats[5])

# %% [markdown]
# ## Annotations
#
# At least two cardiologists went through every recording, each alone, and settled where they differed
# ([PhysioNet](https://physionet.org/content/mitdb/1.0.0/)). Every beat has a symbol.
# `record.sample[i]` is the sample number of mark `i`, and `record.symbol[i]` is its symbol. Some marks are no beats:
# `+`, for instance, says that the rhythm changes.

# %%
for symbol, count in Counter(record.symbol).most_common():
    print(f"{count:6,}  {symbol}  {MEANINGS[symbol]}")

# %% [markdown]
# In this course `N` is normal, and these thirteen symbols are abnormal. *Premature* is earlier than due; an *escape* beat comes
# late, where the usual one fails to come; *nodal* beats (also called junctional) start between atria and ventricles; an
# *aberrated* beat takes an unusual way through the ventricles; in a *fusion* two activations meet.

# %%
for symbol in ABNORMAL_SYMBOLS:
    print(symbol, "=", MEANINGS[symbol])

# %% [markdown]
# Not all of these beats come one at a time: with a bundle branch block or a pacemaker every beat may be of that kind, for
# minutes or for good. Two *bundle branches* carry the activation into the two
# ventricles; where one is blocked (`L`, `R`), its ventricle is activated late, and the QRS complex is wide (Surawicz et al.
# 2009, [doi:10.1161/CIRCULATIONAHA.108.191095](https://doi.org/10.1161/CIRCULATIONAHA.108.191095)). A paced beat (`/`) is
# started by a pacemaker.
#
# Both leads with their annotations. A premature ventricular contraction (`V`) starts in a ventricle and not in the
# atria: it comes early, has as a rule no P wave before it, and its QRS complex is wide (Prutkin,
# [ECG tutorial: Ventricular arrhythmias](https://www.uptodate.com/contents/ecg-tutorial-ventricular-arrhythmias), UpToDate),
# because the activation spreads through muscle and not along the heart's conduction system
# ([StatPearls](https://statpearls.com/point-of-care/31088), Ventricular Premature Complexes).

# %%
first_abnormal = record.sample[np.isin(record.symbol, ABNORMAL_SYMBOLS)][0] / record.fs
fig = plotting.draw_record(record, start=max(first_abnormal - 4, 0), seconds=8)

# %% [markdown]
# ## Your first stub: `plot_random_segment`
#
# A *stub* is a function that `ecgkit` declares and you write: `@fill` puts yours in its place, and later cells call it as
# `stubs.plot_random_segment`. Now you plot. Given a record, draw a stretch of `seconds` that starts at a random place:
#
# - column 0 of `p_signal`, `round(seconds * record.fs)` samples in a row (`seconds` may be a fraction, such as 2.5), as the first
#   line of a new Axes;
# - every start at which the stretch fits is equally likely, also the very last one;
# - x is the time since the start *of the recording* in s, y the voltage in mV, and both axes say so;
# - draw all randomness from `rng`, so that the same seed gives the same picture; if it is `None`, use
#   `np.random.default_rng()`;
# - a recording shorter than `seconds` raises a `ValueError`.
#
# Return the Axes. `help(stubs.plot_random_segment)` shows all this again.
#
# *Axes* is matplotlib's word for one plot: `_, ax = plt.subplots()` makes one. `rng` is a NumPy random generator:
# `rng.integers(5)` draws a whole number from 0 to 4. `raise ValueError("...")` refuses an input.
#
# The cell below yours, `check(...)`, tells what was called, what came back and what was expected, and how many points are
# checked only after you submit. Where something fails, change your function, run its cell, and run the check again.


# %%
@fill
def plot_random_segment(record, seconds=10, rng=None):
    """Plot a random stretch of a recording: column 0 of `p_signal` in mV over the time in s."""
    ### BEGIN SOLUTION
    rng = np.random.default_rng() if rng is None else rng
    length = round(seconds * record.fs)
    if length > record.sig_len:
        raise ValueError(
            f"`seconds` must be at most the length of the recording, {record.sig_len / record.fs:g} s. Received {seconds:g}."
        )
    start = rng.integers(record.sig_len - length, endpoint=True)
    samples = np.arange(start, start + length)
    _, ax = plt.subplots()
    ax.plot(samples / record.fs, record.p_signal[samples, 0])
    ax.set(
        xlabel="time since the start of the recording (s)",
        ylabel=f"{record.sig_name[0]} (mV)",
        title=f"Record {record.record_name}",
    )
    return ax
    ### END SOLUTION


# %%
check("plot_random_segment")

# %% [markdown]
# Run the next two cells a few times. What changes from one patient to the next, what stays?

# %%
ax = stubs.plot_random_segment(database.record("100"), seconds=6)

# %%
ax = stubs.plot_random_segment(database.record("232"), seconds=6)

# %% [markdown]
# ## Your second stub: `plot_abnormal_beat`
#
# Find the beats whose symbol is one of `ABNORMAL_SYMBOLS`, draw one of them at random, and plot the stretch around it:
#
# - again column 0, `round(seconds * record.fs)` samples in a row, as the first line of a new Axes;
# - the beat's annotated sample lies in the middle third of the stretch;
# - a beat so close to an end that its stretch would not fit is never drawn; if no abnormal beat is left, raise a
#   `ValueError`;
# - the title names the beat's symbol; the axes and `rng` are as before.


# %%
@fill
def plot_abnormal_beat(record, seconds=1, rng=None):
    """Plot one abnormal beat, drawn at random from those of a recording, in the middle of `seconds`."""
    ### BEGIN SOLUTION
    rng = np.random.default_rng() if rng is None else rng
    length = round(seconds * record.fs)
    starts = record.sample - length // 2
    fits = (starts >= 0) & (starts + length <= record.sig_len)
    candidates = np.flatnonzero(fits & np.isin(record.symbol, ABNORMAL_SYMBOLS))
    if not len(candidates):
        raise ValueError(
            f"`record` must have an abnormal beat. Record {record.record_name} has none that fits in {seconds:g} s."
        )
    beat = rng.choice(candidates)
    samples = np.arange(starts[beat], starts[beat] + length)
    _, ax = plt.subplots()
    ax.plot(samples / record.fs, record.p_signal[samples, 0], color=plotting.ABNORMAL)
    ax.set(
        xlabel="time since the start of the recording (s)",
        ylabel=f"{record.sig_name[0]} (mV)",
        title=f"Record {record.record_name}: {record.symbol[beat]} = {MEANINGS[record.symbol[beat]]}",
    )
    return ax
    ### END SOLUTION


# %%
check("plot_abnormal_beat")

# %% [markdown]
# Draw both a few times. Record 119 has ventricular beats (`V`); those of record 100 are, but for one, atrial premature
# beats (`A`).

# %%
ax = stubs.plot_abnormal_beat(database.record("119"))

# %%
ax = stubs.plot_abnormal_beat(database.record("100"))

# %% [markdown]
# With more time around it you see what one beat alone cannot show: whether it came too early.

# %%
ax = stubs.plot_abnormal_beat(database.record("100"), seconds=4)

# %% [markdown]
# ## Question
#
# Look at several abnormal beats of records 119 and 100, with 1 s and with 4 s around them. By what would *you* tell them
# from normal beats? Name one abnormal beat that its shape gives away and one that only its timing gives away, and say
# what that means for how much of the recording a network should see at once. (3 to 6 sentences, 2 points)

# %% [markdown] question="t1-look" points=2
# The ventricular beats (`V`) of record 119 differ in shape: the QRS complex is wide and tall, no P wave comes before it,
# and the T wave points the other way. One second is enough to recognize them. The atrial premature beats (`A`) of record
# 100 have a QRS complex much like that of their neighbours, since they reach the ventricles by the same path; what
# gives them away is that they come too early, sometimes with a P wave of another shape. Timing is only visible next to
# other beats. So a network should see the beats before and after too, which is why this course cuts windows of 4 s and
# not of 1 s. A wide complex alone also does not settle it: a bundle branch block widens *every* beat of a patient.
