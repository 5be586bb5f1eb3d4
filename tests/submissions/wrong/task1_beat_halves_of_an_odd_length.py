"""Twice the whole part of half a stretch: one sample is missing where the length is odd."""

# fails: abnormal_beat_at_another_length_and_rate
# says: one sample too few

import matplotlib.pyplot as plt
import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, fill


@fill
def plot_abnormal_beat(record, seconds=1, rng=None):
    rng = np.random.default_rng(rng)
    half = int(seconds * record.fs / 2)
    fitting = [
        (sample, symbol)
        for sample, symbol in zip(record.sample.tolist(), record.symbol)
        if symbol in ABNORMAL_SYMBOLS and sample - half >= 0 and sample + half <= record.sig_len
    ]
    if not fitting:
        raise ValueError("No abnormal beat fits.")
    sample, symbol = fitting[int(rng.integers(len(fitting)))]
    shown = np.arange(sample - half, sample + half)
    _, ax = plt.subplots()
    ax.plot(shown / record.fs, record.p_signal[shown, 0])
    ax.set(xlabel="time (s)", ylabel="voltage (mV)", title=f"beat {symbol}")
    return ax
