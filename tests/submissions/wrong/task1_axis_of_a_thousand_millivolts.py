"""The y axis reaches from -1000 to 1000 mV."""

# fails: segment_shows_the_samples, abnormal_beat_is_in_the_middle_third
# says: line is flat

import numpy as np, matplotlib.pyplot as plt
from ecgkit import fill, ABNORMAL_SYMBOLS

def stretch(record, start, n):
    return np.arange(start, start+n)/record.fs, record.p_signal[start:start+n, 0]

@fill
def plot_random_segment(record, seconds=10, rng=None):
    rng = np.random.default_rng() if rng is None else rng
    n = round(seconds*record.fs)
    if n > record.sig_len:
        raise ValueError("too short")
    start = int(rng.integers(0, record.sig_len-n+1))
    x, y = stretch(record, start, n)
    fig, ax = plt.subplots(); ax.plot(x, y); ax.set_xlabel('time (s)'); ax.set_ylabel('voltage (mV)'); ax.set_ylim(-1000, 1000)
    return ax

@fill
def plot_abnormal_beat(record, seconds=1, rng=None):
    rng = np.random.default_rng() if rng is None else rng
    n = round(seconds*record.fs)
    c = [i for i,(s,k) in enumerate(zip(record.sample, record.symbol)) if k in ABNORMAL_SYMBOLS and s-n//2>=0 and s-n//2+n<=record.sig_len]
    if not c:
        raise ValueError("none")
    i = c[int(rng.integers(len(c)))]
    start = int(record.sample[i])-n//2
    x, y = stretch(record, start, n)
    fig, ax = plt.subplots(); ax.plot(x, y); ax.set_xlabel('time (s)'); ax.set_ylabel('voltage (mV)'); ax.set_ylim(-1000, 1000)
    ax.set_title(f"abnormal beat {record.symbol[i]}")
    return ax
