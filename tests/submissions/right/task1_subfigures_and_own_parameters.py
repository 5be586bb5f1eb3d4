"""Axes in a subfigure, the names of the leads in the title, and one stub calling the other with a parameter of its own."""

import matplotlib.pyplot as plt
import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, fill


@fill
def plot_random_segment(record, seconds=10, rng=None, *, start=None, title=None):
    rng = np.random.default_rng() if rng is None else rng
    n = round(seconds * record.fs)
    if n > record.sig_len:
        raise ValueError("The recording is too short.")
    start = int(rng.integers(0, record.sig_len - n + 1)) if start is None else start
    left, right = plt.figure(layout="constrained").subfigures(1, 2)
    ax = left.subplots()
    right.subplots().hist(record.p_signal[start : start + n, 0])
    ax.plot(np.arange(start, start + n) / record.fs, record.p_signal[start : start + n, 0])
    ax.set(xlabel="Zeit (s)", ylabel="Spannung (mV)", title=title or f"{record.record_name}: {', '.join(record.sig_name)}")
    return ax


@fill
def plot_abnormal_beat(record, seconds=1, rng=None):
    rng = np.random.default_rng() if rng is None else rng
    n = round(seconds * record.fs)
    beats = [
        (s - n // 2, k)
        for s, k in zip(record.sample, record.symbol)
        if k in ABNORMAL_SYMBOLS and s - n // 2 >= 0 and s - n // 2 + n <= record.sig_len
    ]
    if not beats:
        raise ValueError("There is no abnormal beat.")
    start, k = beats[rng.integers(len(beats))]
    return plot_random_segment(
        record, seconds, rng, start=int(start), title=f"{record.record_name} {', '.join(record.sig_name)}: Schlag {k}"
    )
