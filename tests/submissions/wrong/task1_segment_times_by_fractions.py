"""Times by np.arange with a step that is a fraction."""

# fails: segment_reaches_every_place
# says: x and y of the line are of different length
import matplotlib.pyplot as plt
import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, MEANINGS, NORMAL_SYMBOL, fill, stubs


@fill
def plot_random_segment(record, seconds=10, rng=None):
    rng = np.random.default_rng() if rng is None else rng
    n = round(seconds * record.fs)
    if n > record.sig_len:
        raise ValueError("too short")
    start = rng.integers(record.sig_len - n + 1)
    x = np.arange(start / record.fs, (start + n) / record.fs, 1 / record.fs)
    y = record.p_signal[start : start + n, 0]
    _, ax = plt.subplots()
    ax.plot(x, y)
    ax.set_xlabel("Time (s)")
    ax.set_ylabel("Voltage (mV)")
    return ax
