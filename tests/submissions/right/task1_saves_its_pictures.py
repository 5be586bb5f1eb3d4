"""Pictures are saved into a folder that is not there, with limits for any recording, words of other languages and an article."""

import matplotlib.pyplot as plt
import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, fill


@fill
def plot_random_segment(record, seconds=10, rng=None):
    rng = rng or np.random.default_rng()
    n = round(seconds * record.fs)
    if n > record.sig_len:
        raise ValueError("The recording is too short.")
    start = int(rng.integers(record.sig_len - n + 1))
    fig, ax = plt.subplots()
    ax.plot(np.arange(start, start + n) / record.fs, record.p_signal[start : start + n, 0])
    ax.set_ylim(-3, 4)
    ax.set_xlabel("\u65f6\u95f4 (\u79d2)")
    ax.set_ylabel("\u7535\u538b (\u6beb\u4f0f)")
    fig.savefig("figures/segment.png")
    return ax


@fill
def plot_abnormal_beat(record, seconds=1, rng=None):
    rng = rng or np.random.default_rng()
    n = round(seconds * record.fs)
    before = n // 2
    beats = [
        number
        for number, symbol in enumerate(record.symbol)
        if symbol in ABNORMAL_SYMBOLS and before <= record.sample[number] <= record.sig_len - (n - before)
    ]
    if not beats:
        raise ValueError("There is no abnormal beat to draw.")
    beat = beats[rng.integers(len(beats))]
    start = record.sample[beat] - before
    _, ax = plt.subplots()
    ax.plot(np.arange(start, start + n) / record.fs, record.p_signal[start : start + n, 0])
    ax.set(xlabel="zaman (saniye)", ylabel="U (mV)", title=f"A beat with the symbol {record.symbol[beat]}")
    plt.savefig("../figures/beat.pdf", dpi=300)
    return ax
