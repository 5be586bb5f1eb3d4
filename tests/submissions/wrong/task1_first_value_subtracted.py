"""Each stretch begins at 0 mV: its first value is subtracted."""

# fails: segment_shows_the_samples, abnormal_beat_is_in_the_middle_third
# says: The first value is subtracted

import matplotlib.pyplot as plt
import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, fill


def line(record, start, length, title):
    y = record.p_signal[start : start + length, 0]
    _, ax = plt.subplots()
    ax.plot(np.arange(start, start + length) / record.fs, y - y[0])
    ax.set(xlabel="time (s)", ylabel="voltage (mV)", title=title)
    return ax


@fill
def plot_random_segment(record, seconds=10, rng=None):
    rng = np.random.default_rng(rng)
    length = round(seconds * record.fs)
    if length > record.sig_len:
        raise ValueError("The recording is shorter than `seconds`.")
    return line(record, int(rng.integers(record.sig_len - length + 1)), length, record.record_name)


@fill
def plot_abnormal_beat(record, seconds=1, rng=None):
    rng = np.random.default_rng(rng)
    length = round(seconds * record.fs)
    starts = {
        sample - length // 2: symbol
        for sample, symbol in zip(record.sample.tolist(), record.symbol)
        if symbol in ABNORMAL_SYMBOLS and 0 <= sample - length // 2 <= record.sig_len - length
    }
    if not starts:
        raise ValueError("No abnormal beat fits.")
    start = int(rng.choice(list(starts)))
    return line(record, start, length, f"beat {starts[start]}")
