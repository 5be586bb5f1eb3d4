"""A Figure without pyplot, float32, the beat a little off the middle, prints and warnings."""

import warnings

import numpy as np
from matplotlib.figure import Figure

from ecgkit import ABNORMAL_SYMBOLS, fill


class Stretch:
    def __init__(self, record, start, length):
        self.numbers = np.arange(length) + start
        self.record = record

    def draw(self, title):
        axes = Figure(figsize=(9, 2)).add_subplot()
        time = (self.numbers / self.record.fs).astype(np.float64)
        axes.plot(time, self.record.p_signal[self.numbers[0] : self.numbers[-1] + 1, 0].astype(np.float32), lw=0.5)
        axes.set(xlabel="time [s]", ylabel="lead 0 [mV]", title=title)
        return axes


def generator(rng):
    return rng if rng is not None else np.random.default_rng()


@fill
def plot_random_segment(record, seconds=10, rng=None):
    print("drawing", record)
    warnings.warn("a warning costs nothing", stacklevel=2)
    length = round(record.fs * seconds)
    places = record.sig_len - length + 1
    if places < 1:
        raise ValueError(f"{seconds} s do not fit")
    return Stretch(record, int(generator(rng).random() * places), length).draw("")


@fill
def plot_abnormal_beat(record, seconds=1, rng=None):
    length = round(record.fs * seconds)
    before = int(0.4 * length)
    symbols = np.array(record.symbol, dtype=str)
    places = np.where(np.isin(symbols, ABNORMAL_SYMBOLS))[0]
    places = [p for p in places if before <= record.sample[p] <= record.sig_len - length + before]
    if not places:
        raise ValueError("nothing to draw")
    place = generator(rng).choice(places)
    return Stretch(record, record.sample[place] - before, length).draw(
        f"({symbols[place]}) record {record.record_name}"
    )
