"""A place in the list of abnormal beats is used as a place in the list of all annotations."""

# fails: abnormal_beat_is_in_the_middle_third, abnormal_beat_is_abnormal, abnormal_beats_at_the_ends_are_not_drawn, recording_without_an_abnormal_beat
# says: does a place in one list stand for a place in another?

import matplotlib.pyplot as plt
import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, fill


@fill
def plot_abnormal_beat(record, seconds=1, rng=None):
    rng = np.random.default_rng(rng)
    length = round(seconds * record.fs)
    symbols = np.array(record.symbol)
    abnormal = symbols[np.isin(symbols, ABNORMAL_SYMBOLS)]
    fitting = [
        place for place in range(len(abnormal)) if 0 <= record.sample[place] - length // 2 <= record.sig_len - length
    ]
    if not fitting:
        raise ValueError("No abnormal beat fits.")
    place = fitting[int(rng.integers(len(fitting)))]
    start = int(record.sample[place]) - length // 2
    _, ax = plt.subplots()
    ax.plot(np.arange(start, start + length) / record.fs, record.p_signal[start : start + length, 0])
    ax.set(xlabel="time (s)", ylabel="voltage (mV)", title=f"beat {abnormal[place]}")
    return ax
