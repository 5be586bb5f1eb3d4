"""The second lead is drawn."""

# fails: abnormal_beat_is_in_the_middle_third
# says: shows the second lead

import matplotlib.pyplot as plt
import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, fill


@fill
def plot_abnormal_beat(record, seconds=1, rng=None):
    rng = np.random.default_rng() if rng is None else rng
    length = round(seconds * record.fs)
    beats = [
        (sample - length // 2, symbol)
        for sample, symbol in zip(record.sample, record.symbol)
        if symbol in ABNORMAL_SYMBOLS and 0 <= sample - length // 2 <= record.sig_len - length
    ]
    if not beats:
        raise ValueError("There is no abnormal beat that fits.")
    start, symbol = beats[rng.integers(len(beats))]
    samples = np.arange(start, start + length)
    _, ax = plt.subplots()
    ax.plot(samples / record.fs, record.p_signal[samples, 1])
    ax.set_xlabel("time (s)")
    ax.set_ylabel("voltage (mV)")
    ax.set_title(f"symbol {symbol}")
    return ax
