"""A longer grey line beside the stretch; the beat at a place of the middle third that is drawn, too."""

import matplotlib.pyplot as plt
import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, fill


@fill
def plot_random_segment(record, seconds=10, rng=None):
    rng = rng or np.random.default_rng()
    length = round(seconds * record.fs)
    if length > record.sig_len:
        raise ValueError("the recording is shorter")
    start = rng.integers(record.sig_len - length + 1)
    samples = np.arange(start, start + length)
    fig, ax = plt.subplots()
    ax.plot(samples / record.fs, record.p_signal[samples, 0], color="red")
    around = np.arange(max(samples[0] - length, 0), min(samples[0] + 2 * length, record.sig_len))
    ax.plot(around / record.fs, record.p_signal[around, 0], color="0.8", zorder=1)
    ax.set_xlabel("time (s)")
    ax.set_ylabel("voltage (mV)")
    return ax


@fill
def plot_abnormal_beat(record, seconds=1, rng=None):
    rng = rng or np.random.default_rng()
    length = round(seconds * record.fs)
    early, late = -(-length // 3), 2 * length // 3
    beats = [
        (sample, symbol)
        for sample, symbol in zip(record.sample, record.symbol)
        if symbol in ABNORMAL_SYMBOLS and sample >= late and sample - early + length <= record.sig_len
    ]
    if not beats:
        raise ValueError("no abnormal beat fits")
    sample, symbol = beats[rng.integers(len(beats))]
    start = sample - rng.integers(early, late + 1)
    samples = np.arange(start, start + length)
    fig, ax = plt.subplots()
    ax.plot(samples / record.fs, record.p_signal[samples, 0], color="red")
    around = np.arange(max(samples[0] - length, 0), min(samples[0] + 2 * length, record.sig_len))
    ax.plot(around / record.fs, record.p_signal[around, 0], color="0.8", zorder=1)
    ax.set_title(f"Beat {symbol}")
    ax.set_xlabel("time (s)")
    ax.set_ylabel("voltage (mV)")
    return ax
