"""The times are right at 360 Hz only."""

# fails: segment_of_another_length_and_rate
# says: x takes 360 Hz for granted

import matplotlib.pyplot as plt
import numpy as np

from ecgkit import fill


@fill
def plot_random_segment(record, seconds=10, rng=None):
    rng = np.random.default_rng() if rng is None else rng
    length = round(seconds * record.fs)
    if length > record.sig_len:
        raise ValueError("`seconds` is longer than the recording.")
    start = rng.integers(record.sig_len - length, endpoint=True)
    samples = np.arange(start, start + length)
    _, ax = plt.subplots()
    ax.plot(samples / 360, record.p_signal[samples, 0])
    ax.set_xlabel("time (s)")
    ax.set_ylabel("voltage (mV)")
    return ax
