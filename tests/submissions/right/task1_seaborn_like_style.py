"""Time drawn by linspace without its end; shuffled candidates; labels 'seconds' and 'milli-volts'."""

import matplotlib.pyplot as plt
import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, fill


@fill
def plot_random_segment(record, seconds=10, rng=None):
    rng = rng or np.random.default_rng()
    n = round(seconds * record.fs)
    windows = np.lib.stride_tricks.sliding_window_view(record.p_signal[:, 0], n)
    start = rng.choice(len(windows))
    ax = plt.figure().add_axes((0.1, 0.1, 0.8, 0.8))
    (line,) = ax.plot(np.linspace(start / record.fs, (start + n) / record.fs, n, endpoint=False), windows[start], "k.-")
    line.set_linewidth(0.4)
    plt.sca(ax)
    plt.xlabel("Seconds")
    plt.ylabel("Milli-volts")
    return ax


@fill
def plot_abnormal_beat(record, seconds=1, rng=None):
    rng = rng or np.random.default_rng()
    n = round(seconds * record.fs)
    order = rng.permutation(len(record.sample))
    for place in order:
        start = record.sample[place] - n // 2
        if record.symbol[place] in ABNORMAL_SYMBOLS and start >= 0 and start + n <= record.sig_len:
            ax = plt.figure().add_subplot()
            ax.plot((start + np.arange(n)) / record.fs, record.p_signal[start : start + n, 0])
            ax.set_title("symbol: '" + record.symbol[place] + "'")
            ax.set_xlabel(r"$t$ (s)")
            ax.set_ylabel(r"$U$ (mV)")
            return ax
    raise ValueError("no abnormal beat")
