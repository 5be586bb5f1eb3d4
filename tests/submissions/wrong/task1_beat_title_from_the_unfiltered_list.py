"""The title is taken from all abnormal beats, the stretch from those that fit."""

# fails: abnormal_beat_is_named_in_the_title
# says: the title names another symbol

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
        if symbol in ABNORMAL_SYMBOLS and sample - length // 2 >= 0 and sample - length // 2 + length <= record.sig_len
    ]
    symbols = [symbol for symbol in record.symbol if symbol in ABNORMAL_SYMBOLS]
    if not beats:
        raise ValueError("There is no abnormal beat that fits.")
    place = rng.integers(len(beats))
    start, symbol = beats[place][0], symbols[place]
    samples = np.arange(max(start, 0), min(start + length, record.sig_len))
    _, ax = plt.subplots()
    ax.plot(samples / record.fs, record.p_signal[samples, 0])
    ax.set_xlabel("time (s)")
    ax.set_ylabel("voltage (mV)")
    ax.set_title(f"symbol {symbol}")
    return ax
