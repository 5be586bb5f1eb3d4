"""The length takes 360 Hz for granted."""

# fails: segment_of_another_length_and_rate, segment_reaches_every_place, segment_longer_than_the_recording
# says: takes 360 Hz for granted

import matplotlib.pyplot as plt
import numpy as np

from ecgkit import fill


@fill
def plot_random_segment(record, seconds=10, rng=None):
    rng = np.random.default_rng() if rng is None else rng
    length = round(seconds * 360)
    if length > record.sig_len:
        raise ValueError("`seconds` is longer than the recording.")
    start = rng.integers(record.sig_len - length + 1)
    samples = np.arange(start, start + length)
    _, ax = plt.subplots()
    ax.plot(samples / record.fs, record.p_signal[samples, 0])
    ax.set_xlabel("time (s)")
    ax.set_ylabel("voltage (mV)")
    return ax
