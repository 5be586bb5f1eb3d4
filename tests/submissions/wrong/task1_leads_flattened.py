"""The two leads are flattened, and the first values taken."""

# fails: segment_shows_the_samples
# says: The line alternates between the two leads

import matplotlib.pyplot as plt
import numpy as np

from ecgkit import fill


@fill
def plot_random_segment(record, seconds=10, rng=None):
    rng = np.random.default_rng() if rng is None else rng
    count = round(seconds * record.fs)
    if count > record.sig_len:
        raise ValueError("the recording is too short")
    start = int(rng.integers(record.sig_len - count + 1))
    _, ax = plt.subplots()
    ax.plot(np.arange(start, start + count) / record.fs, record.p_signal[start:].flatten()[:count])
    ax.set(xlabel="time (s)", ylabel="voltage (mV)")
    return ax
