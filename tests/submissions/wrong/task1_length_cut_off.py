"""A length that is no whole number of samples is cut off."""

# fails: segment_of_another_length_and_rate, abnormal_beat_at_another_length_and_rate
# says: is no whole number

import matplotlib.pyplot as plt
import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, fill


@fill
def plot_random_segment(record, seconds=10, rng=None):
    rng = rng or np.random.default_rng()
    length = int(seconds * record.fs)
    if length > record.sig_len:
        raise ValueError("the recording is shorter")
    start = rng.integers(record.sig_len - length + 1)
    samples = np.arange(start, start + length)
    fig, ax = plt.subplots()
    ax.plot(samples / record.fs, record.p_signal[samples, 0])
    ax.set_xlabel("time (s)")
    ax.set_ylabel("voltage (mV)")
    return ax


@fill
def plot_abnormal_beat(record, seconds=1, rng=None):
    rng = rng or np.random.default_rng()
    length = int(seconds * record.fs)
    before = length // 2
    beats = [
        (sample, symbol)
        for sample, symbol in zip(record.sample, record.symbol)
        if symbol in ABNORMAL_SYMBOLS and sample - before >= 0 and sample - before + length <= record.sig_len
    ]
    if not beats:
        raise ValueError("no abnormal beat fits")
    sample, symbol = beats[rng.integers(len(beats))]
    samples = np.arange(sample - before, sample - before + length)
    fig, ax = plt.subplots()
    ax.plot(samples / record.fs, record.p_signal[samples, 0])
    ax.set_title(f"Beat {symbol}")
    ax.set_xlabel("time (s)")
    ax.set_ylabel("voltage (mV)")
    return ax
