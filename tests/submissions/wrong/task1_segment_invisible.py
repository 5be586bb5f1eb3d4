"""The line is on the Axes, but leaves nothing on the paper."""

# fails: segment_shows_the_samples, segment_names_its_units, segment_time_is_that_of_the_recording, segment_of_another_length_and_rate, segment_is_drawn_from_rng, segment_reaches_every_place, segment_longer_than_the_recording
# says: The Axes holds no line that can be seen
import matplotlib.pyplot as plt
import numpy as np
from ecgkit import ABNORMAL_SYMBOLS, MEANINGS, fill


@fill
def plot_random_segment(record, seconds=10, rng=None):
    rng = np.random.default_rng() if rng is None else rng
    length = round(seconds * record.fs)
    if length > record.sig_len:
        raise ValueError("The recording is shorter than `seconds`.")
    start = rng.integers(record.sig_len - length + 1)
    lead = record.p_signal[:, 0]
    y = lead[start : start + length]
    t = np.arange(start, start + length) / record.fs
    _, ax = plt.subplots()
    ax.plot(t, y, linestyle="")
    ax.set_xlabel("time (s)")
    ax.set_ylabel("voltage (mV)")
    return ax
