"""A recording of 2.5 s is refused for 2.5 s."""

# fails: segment_longer_than_the_recording
# says: A recording exactly as long as `seconds` has one stretch
import matplotlib.pyplot as plt
import numpy as np
from ecgkit import ABNORMAL_SYMBOLS, MEANINGS, fill


@fill
def plot_random_segment(record, seconds=10, rng=None):
    rng = np.random.default_rng() if rng is None else rng
    length = round(seconds * record.fs)
    if seconds > record.sig_len // record.fs:
        raise ValueError("The recording is shorter than `seconds`.")
    start = rng.integers(record.sig_len - length + 1)
    lead = record.p_signal[:, 0]
    y = lead[start : start + length]
    t = np.arange(start, start + length) / record.fs
    _, ax = plt.subplots()
    ax.plot(t, y)
    ax.set_xlabel("time (s)")
    ax.set_ylabel("voltage (mV)")
    return ax
