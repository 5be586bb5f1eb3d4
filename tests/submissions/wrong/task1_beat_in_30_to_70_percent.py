"""The beat stands anywhere from 30 % to 70 % of the stretch, not in the middle third."""

# fails: abnormal_beat_is_in_the_middle_third
# says: The abnormal beat is too near the end of the stretch

import matplotlib.pyplot as plt
import numpy as np
from ecgkit import ABNORMAL_SYMBOLS, fill


@fill
def plot_abnormal_beat(record, seconds=1, rng=None):
    if rng is None:
        rng = np.random.default_rng()
    n = round(seconds * record.fs)
    before = round(rng.uniform(0.3, 0.7) * n)
    fits = [(int(s) - before, c) for s, c in zip(record.sample, record.symbol) if c in ABNORMAL_SYMBOLS and s >= before and s - before + n <= record.sig_len]
    if not fits:
        raise ValueError("no abnormal beat fits")
    start, symbol = fits[rng.integers(len(fits))]
    t = np.arange(start, start + n) / record.fs
    _, ax = plt.subplots()
    ax.plot(t, record.p_signal[start : start + n, 0])
    ax.set_title(f"Abnormal beat: {symbol}")
    ax.set_xlabel("time since the start of the recording (s)")
    ax.set_ylabel("voltage (mV)")
    return ax
