"""Labels that belong to the figure, in Portuguese and in Polish; a title with an article; black on paper of no colour."""

import matplotlib.pyplot as plt
import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, fill


def drawn(record, first, count):
    figure, ax = plt.subplots(figsize=(9, 3))
    ax.set_facecolor("none")
    samples = np.arange(first, first + count)
    ax.plot(samples / record.fs, record.p_signal[samples, 0], color="black")
    return figure, ax


@fill
def plot_random_segment(record, seconds=10, rng=None):
    rng = np.random.default_rng(rng)
    count = round(seconds * record.fs)
    if count > record.sig_len:
        raise ValueError(f"record {record.record_name} is shorter than {seconds} s")
    figure, ax = drawn(record, int(rng.integers(record.sig_len - count + 1)), count)
    figure.supxlabel("tempo (seg)")
    figure.supylabel("tensão (milivolts)")
    return ax


@fill
def plot_abnormal_beat(record, seconds=1, rng=None):
    rng = np.random.default_rng(rng)
    count = round(seconds * record.fs)
    fits = [
        (sample - count // 2, symbol)
        for sample, symbol in zip(record.sample.tolist(), record.symbol, strict=True)
        if symbol in ABNORMAL_SYMBOLS and 0 <= sample - count // 2 <= record.sig_len - count
    ]
    if not fits:
        raise ValueError(f"record {record.record_name} has no abnormal beat that fits")
    first, symbol = fits[rng.integers(len(fits))]
    figure, ax = drawn(record, first, count)
    figure.supxlabel("czas od początku (sekundy)")
    figure.supylabel("napięcie (miliwolty)")
    ax.set_title(f"A Random Abnormal Beat ({symbol})")
    return ax
