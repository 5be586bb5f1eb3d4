"""The voltages lose their sign, which a rising line does not show."""

# fails: abnormal_beat_at_another_length_and_rate
# says: The line has lost the sign of its voltages
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
    lead = np.abs(record.p_signal[:, 0])
    y = lead[start : start + length]
    t = np.arange(start, start + length) / record.fs
    _, ax = plt.subplots()
    ax.plot(t, y)
    ax.set_xlabel("time (s)")
    ax.set_ylabel("voltage (mV)")
    ax.set_title(f"abnormal beat {symbol}")
    return ax
