"""The y label says megavolts."""

# fails: segment_names_its_units
# says: says megavolts

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
    ax.set_xlabel("time since the start of the recording (s)")
    ax.set_ylabel("voltage (MV)")
    return ax
