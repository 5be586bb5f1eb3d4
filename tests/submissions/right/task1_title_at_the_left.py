"""A title at the left end, as journals have it."""

import matplotlib.pyplot as plt
import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, fill


@fill
def plot_abnormal_beat(record, seconds=1, rng=None):
    rng = np.random.default_rng() if rng is None else rng
    n = int(round(seconds * record.fs))
    pool = []
    for s, sym in zip(record.sample.tolist(), record.symbol):
        a = s - n // 2
        if sym in ABNORMAL_SYMBOLS and a >= 0 and a + n <= record.sig_len:
            pool.append((a, s, sym))
    if not pool:
        raise ValueError("no abnormal beat fits")
    a, s, sym = pool[rng.integers(len(pool))]
    fig, ax = plt.subplots()
    t = np.arange(a, a + n) / record.fs
    ax.plot(t, record.p_signal[a : a + n, 0])
    ax.plot(s / record.fs, record.p_signal[s, 0], "rv")
    ax.set_title(f"Record {record.record_name}: abnormal beat ({sym})", loc="left")
    ax.set(xlabel="t [s]", ylabel="voltage [mV]")
    return ax
