"""Abnormal beats beside others are never drawn."""

# fails: abnormal_beat_is_drawn_from_rng
# says: Some abnormal beats are never drawn
import matplotlib.pyplot as plt
import numpy as np
from ecgkit import ABNORMAL_SYMBOLS, MEANINGS, fill


@fill
def plot_abnormal_beat(record, seconds=1, rng=None):
    rng = np.random.default_rng() if rng is None else rng
    length = round(seconds * record.fs)
    beats = [
        (s - length // 2, y)
        for s, y in zip(record.sample, record.symbol)
        if y in ABNORMAL_SYMBOLS
        and not any(o in ABNORMAL_SYMBOLS and 0 < abs(q - s) < record.fs for q, o in zip(record.sample, record.symbol))
        and s - length // 2 >= 0
        and s - length // 2 + length <= record.sig_len
    ]
    if not beats:
        raise ValueError("no abnormal beat fits")
    start, symbol = beats[rng.integers(len(beats))]
    lead = record.p_signal[:, 0]
    y = lead[start : start + length]
    t = np.arange(start, start + length) / record.fs
    _, ax = plt.subplots()
    ax.plot(t, y)
    ax.set_xlabel("time (s)")
    ax.set_ylabel("voltage (mV)")
    ax.set_title(f"abnormal beat {symbol}")
    return ax
