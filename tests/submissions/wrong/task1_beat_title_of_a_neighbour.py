"""The title names the first abnormal beat of the stretch, not the one in its middle."""

# fails: abnormal_beat_is_named_in_the_title
# says: With several abnormal beats in a recording, the title names another symbol than that of th
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
        if y in ABNORMAL_SYMBOLS and s - length // 2 >= 0 and s - length // 2 + length <= record.sig_len
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
    inside = [y for s, y in zip(record.sample, record.symbol) if start <= s < start + length and y in ABNORMAL_SYMBOLS]
    ax.set_title(f"abnormal beat {inside[0]}")
    return ax
