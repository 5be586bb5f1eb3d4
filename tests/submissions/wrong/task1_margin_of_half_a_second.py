"""Half a second has to lie on either side of the beat, however long the stretch is."""

# fails: abnormal_beats_at_the_ends_are_not_drawn
# says: is the stretch cut off at an end

import numpy as np
import matplotlib.pyplot as plt
from ecgkit import fill, ABNORMAL_SYMBOLS

@fill
def plot_abnormal_beat(record, seconds=1, rng=None):
    rng = np.random.default_rng() if rng is None else rng
    n = round(seconds * record.fs)
    half = n // 2
    found = [i for i, s in enumerate(record.symbol) if s in ABNORMAL_SYMBOLS and record.sample[i] - round(record.fs/2) >= 0 and record.sample[i] + round(record.fs/2) <= record.sig_len]
    if not found:
        raise ValueError("none")
    i = int(rng.choice(found))
    start = int(record.sample[i]) - half
    fig, ax = plt.subplots()
    ax.plot(np.arange(start, start + n) / record.fs, record.p_signal[start:start + n, 0])
    ax.set_xlabel("time (s)"); ax.set_ylabel("voltage (mV)")
    ax.set_title(f"beat {record.symbol[i]}")
    return ax
