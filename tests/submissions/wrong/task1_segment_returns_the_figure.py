"""The Figure is returned, not the Axes."""

# fails: segment_shows_the_samples, segment_names_its_units, segment_time_is_that_of_the_recording, segment_of_another_length_and_rate, segment_is_drawn_from_rng, segment_reaches_every_place, segment_longer_than_the_recording
# says: Return the matplotlib Axes

import matplotlib.pyplot as plt
import numpy as np

from ecgkit import fill


@fill
def plot_random_segment(record, seconds=10, rng=None):
    rng = np.random.default_rng() if rng is None else rng
    length = round(seconds * record.fs)
    if length > record.sig_len:
        raise ValueError("`seconds` is longer than the recording.")
    start = rng.integers(record.sig_len - length + 1)
    samples = np.arange(start, start + length)
    fig, ax = plt.subplots()
    ax.plot(samples / record.fs, record.p_signal[samples, 0])
    ax.set_xlabel("time (s)")
    ax.set_ylabel("voltage (mV)")
    return fig
