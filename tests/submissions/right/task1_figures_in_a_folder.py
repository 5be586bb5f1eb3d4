"""Figures saved into folders made before, some only if they are not there; labels in German."""

import os
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, fill

# %%
FOLDER = "figures"
if not os.path.exists(FOLDER):
    os.makedirs(FOLDER)
(Path("more") / "figures").mkdir(parents=True)


# %%
def zeichne(record, start, n):
    _, ax = plt.subplots()
    ax.plot(np.arange(start, start + n) / record.fs, record.p_signal[start : start + n, 0])
    ax.set_xlabel("Zeit in Sekunden")
    ax.set_ylabel("Spannung (mVolt)")
    return ax


@fill
def plot_random_segment(record, seconds=10, rng=None):
    rng = rng or np.random.default_rng()
    n = round(seconds * record.fs)
    if n > record.sig_len:
        raise ValueError(f"{seconds} s is longer than the recording")
    ax = zeichne(record, int(rng.integers(0, record.sig_len - n + 1)), n)
    plt.savefig(f"{FOLDER}/segment.png")
    return ax


@fill
def plot_abnormal_beat(record, seconds=1, rng=None):
    rng = rng or np.random.default_rng()
    n = round(seconds * record.fs)
    candidates = [
        (sample, symbol)
        for sample, symbol in zip(record.sample, record.symbol, strict=True)
        if symbol in ABNORMAL_SYMBOLS and sample - n // 2 >= 0 and sample - n // 2 + n <= record.sig_len
    ]
    if not candidates:
        raise ValueError("no abnormal beat")
    sample, symbol = candidates[rng.integers(len(candidates))]
    ax = zeichne(record, int(sample) - n // 2, n)
    ax.set_title(f"Record {record.record_name}: {symbol}")
    ax.figure.savefig("more/figures/beat.png")
    return ax
