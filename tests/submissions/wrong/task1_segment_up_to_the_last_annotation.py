"""No stretch begins behind the last annotation."""

# fails: segment_reaches_every_place
# says: Only stretches near the start of the recording are drawn
import matplotlib.pyplot as plt
import numpy as np
from ecgkit import ABNORMAL_SYMBOLS, MEANINGS, fill


@fill
def plot_random_segment(record, seconds=10, rng=None):
    rng = np.random.default_rng() if rng is None else rng
    length = round(seconds * record.fs)
    if length > record.sig_len:
        raise ValueError("The recording is shorter than `seconds`.")
    start = rng.integers((record.sample[-1] if len(record.sample) else record.sig_len) - length + 1)
    lead = record.p_signal[:, 0]
    y = lead[start : start + length]
    t = np.arange(start, start + length) / record.fs
    _, ax = plt.subplots()
    ax.plot(t, y)
    ax.set_xlabel("time (s)")
    ax.set_ylabel("voltage (mV)")
    return ax
