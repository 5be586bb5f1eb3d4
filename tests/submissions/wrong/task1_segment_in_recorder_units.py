"""The samples are turned back into the recorder's units."""

# fails: segment_shows_the_samples
# says: shows the recorder's units

import matplotlib.pyplot as plt
import numpy as np

from ecgkit import fill


@fill
def plot_random_segment(record, seconds=10, rng=None):
    rng = np.random.default_rng() if rng is None else rng
    length = round(seconds * record.fs)
    if length > record.sig_len:
        raise ValueError("`seconds` is longer than the recording.")
    start = rng.integers(record.sig_len - length + 1)
    samples = np.arange(start, start + length)
    _, ax = plt.subplots()
    ax.plot(samples / record.fs, record.p_signal[samples, 0] * 200 + 1024)
    ax.set_xlabel("time (s)")
    ax.set_ylabel("voltage (mV)")
    return ax
