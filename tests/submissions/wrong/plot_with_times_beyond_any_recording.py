"""Times of 1e18 s, and no voltages of the record."""

# fails: segment_shows_the_samples, segment_time_is_that_of_the_recording, segment_is_drawn_from_rng, segment_reaches_every_place
# says: does not show consecutive samples

import matplotlib.pyplot as plt
import numpy as np

from ecgkit import fill


@fill
def plot_random_segment(record, seconds=10, rng=None):
    count = round(seconds * record.fs)
    if count > record.sig_len:
        raise ValueError("too short")
    _, ax = plt.subplots()
    ax.plot(1e18 + np.arange(count), np.zeros(count))
    ax.set(xlabel="time (s)", ylabel="voltage (mV)")
    return ax
