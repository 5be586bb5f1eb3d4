"""The times are right, but the labels of the ticks count from the start of the stretch."""

# fails: segment_time_is_that_of_the_recording
# says: The labels of the ticks count from the start of the stretch

import matplotlib.pyplot as plt
import numpy as np
from ecgkit import fill


@fill
def plot_random_segment(record, seconds=10, rng=None):
    if rng is None:
        rng = np.random.default_rng()
    n = round(seconds * record.fs)
    if n > record.sig_len:
        raise ValueError("the recording is too short")
    start = int(rng.integers(0, record.sig_len - n + 1))
    t = np.arange(start, start + n) / record.fs
    v = record.p_signal[start : start + n, 0]
    _, ax = plt.subplots()
    ax.plot(t, v)
    ticks = np.linspace(t[0], t[-1], 6)
    ax.set_xticks(ticks)
    ax.set_xticklabels([f"{tick - t[0]:.1f}" for tick in ticks])
    ax.set_xlabel("time since the start of the recording (s)")
    ax.set_ylabel("voltage (mV)")
    return ax
