"""A stretch that would begin before the recording is moved inside it, if the beat stays in its middle third; labels in Spanish and Russian, the recorder's own range of voltages."""

import matplotlib.pyplot as plt
import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, fill


@fill
def plot_random_segment(record, seconds=10, rng=None):
    rng = np.random.default_rng() if rng is None else rng
    n = round(seconds * record.fs)
    if n > record.sig_len:
        raise ValueError("too short")
    start = int(rng.integers(record.sig_len - n, endpoint=True))
    _, ax = plt.subplots()
    ax.plot(np.arange(start, start + n) / record.fs, record.p_signal[start : start + n, 0])
    ax.set(xlabel="Tiempo (segundos)", ylabel="Voltaje (milivoltios)")
    return ax


@fill
def plot_abnormal_beat(record, seconds=1, rng=None):
    rng = np.random.default_rng() if rng is None else rng
    n = round(seconds * record.fs)
    candidates = []
    for sample, symbol in zip(record.sample, record.symbol):
        start = int(np.clip(sample - n // 2, 0, record.sig_len - n))
        if symbol in ABNORMAL_SYMBOLS and n / 3 <= sample - start <= 2 * n / 3:
            candidates.append((start, symbol))
    if not candidates:
        raise ValueError("no abnormal beat fits")
    start, symbol = candidates[rng.integers(len(candidates))]
    _, ax = plt.subplots()
    ax.plot((start + np.arange(n)) / record.fs, record.p_signal[start : start + n, 0])
    ax.set(title=f"Latido {symbol}", xlabel="Время в секундах", ylabel="mV", ylim=(-5.12, 5.12))
    return ax
