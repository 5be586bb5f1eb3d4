"""The stretch never begins in the second half."""

# fails: segment_reaches_every_place
# says: Only stretches near the start

import matplotlib.pyplot as plt
import numpy as np

from ecgkit import fill


@fill
def plot_random_segment(record, seconds=10, rng=None):
    rng = np.random.default_rng() if rng is None else rng
    length = round(seconds * record.fs)
    if length > record.sig_len:
        raise ValueError("`seconds` is longer than the recording.")
    start = rng.integers(min(record.sig_len // 2, record.sig_len - length), endpoint=True)
    samples = np.arange(start, start + length)
    _, ax = plt.subplots()
    ax.plot(samples / record.fs, record.p_signal[samples, 0])
    ax.set_xlabel("time (s)")
    ax.set_ylabel("voltage (mV)")
    return ax
