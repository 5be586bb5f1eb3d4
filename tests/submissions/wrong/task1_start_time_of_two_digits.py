"""The start is drawn as a time rounded to 1/100 s: at 360 Hz most samples are never the first."""

# fails: segment_reaches_every_place
# says: The stretch that ends with the last sample is never drawn

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
    begin = round(rng.uniform(0, record.sig_len / record.fs - seconds), 2)
    start = min(int(round(begin * record.fs)), record.sig_len - n)
    t = np.arange(start, start + n) / record.fs
    v = record.p_signal[start : start + n, 0]
    _, ax = plt.subplots()
    ax.plot(t, v)
    ax.set_xlabel("time since the start of the recording (s)")
    ax.set_ylabel("voltage (mV)")
    return ax
