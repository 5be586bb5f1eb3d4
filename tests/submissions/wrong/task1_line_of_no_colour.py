"""The line is all but transparent."""

# fails: segment_shows_the_samples, segment_names_its_units, segment_time_is_that_of_the_recording, segment_of_another_length_and_rate, segment_is_drawn_from_rng, segment_reaches_every_place, segment_longer_than_the_recording, abnormal_beat_is_in_the_middle_third, abnormal_beat_has_time_and_units, abnormal_beat_is_abnormal, abnormal_beat_is_named_in_the_title, abnormal_beat_is_drawn_from_rng, abnormal_beats_at_the_ends_are_not_drawn, abnormal_beat_at_another_length_and_rate, recording_without_an_abnormal_beat
# says: holds no line

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
    fig, ax = plt.subplots(); ax.plot(x, y); ax.set_xlabel('time (s)'); ax.set_ylabel('voltage (mV)'); ax.get_lines()[0].set_alpha(0.01)
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
    fig, ax = plt.subplots(); ax.plot(x, y); ax.set_xlabel('time (s)'); ax.set_ylabel('voltage (mV)'); ax.get_lines()[0].set_alpha(0.01)
    ax.set_title(f"abnormal beat {record.symbol[i]}")
    return ax
