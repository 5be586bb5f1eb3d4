"""The times are right, but the x axis ends before they begin: the picture is empty."""

# fails: segment_time_is_that_of_the_recording
# says: The x axis does not show the whole line
import matplotlib.pyplot as plt
import numpy as np
from ecgkit import ABNORMAL_SYMBOLS, MEANINGS, fill


@fill
def plot_random_segment(record, seconds=10, rng=None):
    rng = np.random.default_rng() if rng is None else rng
    length = round(seconds * record.fs)
    if length > record.sig_len:
        raise ValueError("The recording is shorter than `seconds`.")
    start = rng.integers(record.sig_len - length + 1)
    lead = record.p_signal[:, 0]
    y = lead[start : start + length]
    t = np.arange(start, start + length) / record.fs
    _, ax = plt.subplots()
    ax.plot(t, y)
    ax.set_xlabel("time (s)")
    ax.set_ylabel("voltage (mV)")
    ax.set_xlim(0, seconds)
    return ax
