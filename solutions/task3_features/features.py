# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Task 3: spectrograms
#
# A row of 1440 voltages hides what your eye sees at once: *when* something *fast* happens. A spectrogram shows it.
# At the end of this task you can
#
# - compute the short-time Fourier transform of a hundred thousand rows in seconds, and say what its numbers mean;
# - choose between resolution in time and in frequency, and know the price;
# - scale features without letting the test set have a say.

# %%
import numpy as np

from autograder import check
from ecgkit import checkpoints, fill, open_database, plotting, stubs

plotting.use_style()
database = open_database()

# %% [markdown]
# Load what task 2 saved. If it is missing, the message says what to do.

# %%
data = checkpoints.load(task=2, database=database)
X_train, y_train = data["X_train"], data["y_train"]
X_test, y_test = data["X_test"], data["y_test"]
fs = database.record("100").fs
print("train", X_train.shape, "test", X_test.shape)

# %% [markdown]
# ## The idea
#
# The Fourier transform of a whole row says which frequencies it contains, but not when. So cut the row into short,
# overlapping segments, fade each one in and out with a bell-shaped window, and transform each by itself (Allen and
# Rabiner 1977, [doi:10.1109/PROC.1977.10770](https://doi.org/10.1109/PROC.1977.10770)). The bell is Hann's: without it the
# sharp cut at either end would smear over all frequencies (Harris 1978,
# [doi:10.1109/PROC.1978.10837](https://doi.org/10.1109/PROC.1978.10837)).

# %%
example = np.flatnonzero((y_train[:, 0] == 1) & (data["record_train"] == "119"))[3]
fig = plotting.draw_segments(X_train[example], fs)

# %% [markdown]
# With segments of $L$ samples (`nperseg`), a step of $H = L - \texttt{noverlap}$ samples and the Hann window $w$,
# the magnitude at frequency $k$ and segment $m$ is
#
# $$S_{k,m} = \left| \frac{1}{\sum_n w_n} \sum_{n=0}^{L-1} w_n \, x_{mH + n - \lfloor L/2 \rfloor} \, e^{-2\pi i k n / L} \right|,
# \qquad k = 0, \dots, \lfloor L/2 \rfloor$$
#
# where $x$ is 0 beyond its ends. Segment $m$ is centred on the time $mH / f_s$, and $k$ stands for $k f_s / L$ hertz: 0,
# 5.6, 11.3, ... 180 Hz here; each of these frequencies is a *bin*. How many segments? Put $\lfloor L/2 \rfloor$ zeros before and
# after the row, then as many more as the last segment needs to be whole. A sine of 1 mV at one of the frequencies between 0
# and 180 Hz gives 0.5 mV there: the other half belongs to the negative frequency.

# %% [markdown]
# ## First stub: `spectrogram`
#
# Return float32 of shape (N, frequencies, times) in mV, with nperseg // 2 + 1 frequencies and one time per segment, equal to
# the magnitude of `scipy.signal.stft` with its default settings: Hann window, zeros beyond the ends, scaling `"spectrum"`.
# A row of 1440 samples becomes 33 x 46. As in task 2, the stub turns other real numbers into float32.
#
# `X` may have any number of rows and columns, and `nperseg` and `noverlap` may be any that fit. One call of
# `scipy.signal.stft` per row is right but slow. It can also take many rows at once; but all of them at once would need
# gigabytes for the complex numbers alone.


# %%
@fill
def spectrogram(X, fs=360, nperseg=64, noverlap=32):
    """The magnitude of the short-time Fourier transform of each row: float32 (N, frequencies, times) in mV."""
    ### BEGIN SOLUTION
    from scipy.fft import rfft
    from scipy.signal import get_window

    X = np.asarray(X)
    if not 0 <= noverlap < nperseg <= X.shape[1]:
        raise ValueError(
            "`nperseg` must be at most the length of a row and more than `noverlap`. "
            f"Received nperseg={nperseg}, noverlap={noverlap} for rows of {X.shape[1]} samples."
        )
    # fs sets the unit of the axes, not the magnitudes: with the scaling "spectrum" it cancels.
    window = get_window("hann", nperseg)
    window = (window / window.sum()).astype(np.float32)
    pad, step = nperseg // 2, nperseg - noverlap
    n_segments = 1 + -(-(X.shape[1] + 2 * pad - nperseg) // step)
    S = np.empty((len(X), nperseg // 2 + 1, n_segments), dtype=np.float32)
    # Blocks keep the complex numbers in the processor's cache; a block of all rows would take 2.6 GB.
    block = 512
    padded = np.zeros((min(block, len(X)), nperseg + (n_segments - 1) * step), dtype=np.float32)
    for first in range(0, len(X), block):
        rows = X[first : first + block]
        padded[: len(rows), pad : pad + X.shape[1]] = rows
        segments = np.lib.stride_tricks.sliding_window_view(padded[: len(rows)], nperseg, axis=1)[:, ::step]
        # (row, sample, segment): transformed along axis 1, the result is already in the order of S.
        faded = segments.transpose(0, 2, 1) * window[:, None]
        np.abs(rfft(faded, axis=1, workers=2), out=S[first : first + block])
    return S
    ### END SOLUTION


# %%
check("spectrogram")

# %% [markdown]
# A normal and an abnormal row of one patient. The scale of the colours is logarithmic. Each QRS complex is a column that reaches
# higher up than the T wave. Most of what tells it apart lies low: a filter around 17 Hz sets it off best from T waves, muscles
# and mains (Thakor et al. 1984, [doi:10.1109/TBME.1984.325393](https://doi.org/10.1109/TBME.1984.325393)). Where is the abnormal
# beat?

# %%
patient = np.flatnonzero(data["record_train"] == "119")
normal, abnormal = (patient[y_train[patient, 0] == label][3] for label in (0, 1))
for row, title in (
    (normal, "Record 119, a normal beat in the centre"),
    (abnormal, "Record 119, an abnormal beat in the centre"),
):
    S = stubs.spectrogram(X_train[row : row + 1], fs)
    fig = plotting.draw_spectrogram(S[0], fs, window=X_train[row], title=title)

# %% [markdown]
# ## Time or frequency: the price
#
# A segment of $L$ samples lasts $L / f_s$ seconds, and its frequencies are $f_s / L$ hertz apart. The product of the two is
# always 1: what you win in one you lose in the other. (The Hann window costs some more: a sine also shows, at half its
# height, in the bins on either side.)

# %%
for nperseg in (16, 256):
    S = stubs.spectrogram(X_train[abnormal : abnormal + 1], fs, nperseg=nperseg, noverlap=nperseg // 2)
    title = f"{nperseg} samples: {1000 * nperseg / fs:.0f} ms, {fs / nperseg:.1f} Hz"
    fig = plotting.draw_spectrogram(S[0], fs, nperseg, nperseg // 2, title=title)

# %% [markdown]
# Now all rows.

# %%
S_train = stubs.spectrogram(X_train, fs)
S_test = stubs.spectrogram(X_test, fs)
print("train", S_train.shape, "test", S_test.shape, S_train.dtype)

# %% [markdown]
# ## Scale the features
#
# The magnitudes span powers of ten: a change that is large at 100 Hz is small at 5 Hz. A network learns faster when all
# inputs have mean 0 and a like spread (LeCun et al. 1998,
# [doi:10.1007/3-540-49430-8_2](https://doi.org/10.1007/3-540-49430-8_2)).

# %%
fig = plotting.draw_frequency_profile(S_train[::10], y_train[::10], fs)

# %% [markdown]
# ## Second stub: `standardize`
#
# For each frequency $k$ take one mean $\mu_k$ and one standard deviation $\sigma_k$ (dividing by $n$, as `np.std` does), over
# all rows and all times:
#
# $$z_{n,k,m} = \frac{s_{n,k,m} - \mu_k}{\sigma_k}$$
#
# Both come from **train alone**, also for the other arrays: the test rows stand for patients you have not met, so
# nothing may be computed from them. Return a tuple of float32 arrays, train first, as many and of the same shapes as
# came in, and leave those as they were. A frequency that is constant in train becomes 0 there, and finite in the others.


# %%
@fill
def standardize(train, *others):
    """Scale to mean 0 and standard deviation 1 in each frequency (axis 1), by the statistics of `train` alone."""
    ### BEGIN SOLUTION
    train = np.asarray(train, dtype=np.float32)
    mean = train.mean(axis=(0, 2), dtype=np.float64, keepdims=True).astype(np.float32)
    Z = train - mean
    # The squares of one row are few; over all rows they are millions, too many to add up in float32.
    variance = np.einsum("nft,nft->nf", Z, Z).mean(axis=0, dtype=np.float64) / Z.shape[2]
    # A constant frequency has no spread to divide by: the factor 0 makes it 0.
    factor = np.divide(1, np.sqrt(variance), out=np.zeros_like(variance), where=variance > 0)
    factor = factor.astype(np.float32)[:, np.newaxis]
    Z *= factor

    def scale(S):
        scaled = np.asarray(S, dtype=np.float32) - mean
        scaled *= factor
        return scaled

    return (Z, *(scale(S) for S in others))
    ### END SOLUTION


# %%
check("standardize")

# %%
Z_train, Z_test = stubs.standardize(S_train, S_test)
print(f"train: mean {Z_train.mean():+.3f}, standard deviation {Z_train.std():.3f}")
print(f"test:  mean {Z_test.mean():+.3f}, standard deviation {Z_test.std():.3f}")

# %% [markdown]
# The test side does not come out as exactly 0 and 1, and it should not: these are other hearts. The same abnormal row
# as above, now in standard deviations. The dark columns at the ends are the jump from the signal to the zeros beyond.

# %%
fig = plotting.draw_spectrogram(Z_train[abnormal], fs, window=X_train[abnormal], title="Record 119, standardized")

# %% [markdown]
# ## Save your work
#
# Tasks 4 to 8 go on from the standardized spectrograms.

# %%
folder = checkpoints.save(
    task=3,
    database=database,
    S_train=Z_train,
    y_train=y_train,
    record_train=data["record_train"],
    S_test=Z_test,
    y_test=y_test,
    record_test=data["record_test"],
)
print("saved in", folder)

# %% [markdown]
# ## Question
#
# You saw segments of 16, 64 and 256 samples. In adults with a complete bundle branch block the QRS complex lasts 120 ms or more,
# and more than 110 ms is already abnormal (Surawicz et al. 2009,
# [doi:10.1161/CIRCULATIONAHA.108.191095](https://doi.org/10.1161/CIRCULATIONAHA.108.191095)). Where these recordings were made,
# mains electricity alternates at 60 Hz and may leave a hum there; where the tape was played at twice its speed to digitize it, as
# in record 121, the hum is at 30 Hz ([MIT-BIH Arrhythmia Database Directory,
# Introduction](https://archive.physionet.org/physiobank/database/html/mitdbdir/intro.htm)). Which of the three would you use to
# see whether a complex is wide, which to see the hum, and why? What does 64 buy? (3 to 6 sentences, 2 points)

# %% [markdown] question="t3-resolution" points=2
# A segment of 16 samples lasts 44 ms, so a wide complex (120 ms or more) fills several segments and a narrow one fewer: it shows
# the width. But its frequencies are 22.5 Hz apart, so the hum runs into its neighbours. With 256 samples the frequencies are 1.4
# Hz apart and a hum that is strong enough is one thin line through all times, but a segment lasts 711 ms and holds most of a
# beat, so the width is lost. 64 samples are a compromise: 178 ms and 5.6 Hz. That is too coarse to measure a width directly, but
# a wide complex still shows, since its power sits at lower frequencies; and the time is fine enough to see whether a beat came
# early.
