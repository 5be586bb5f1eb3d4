"""pyplot's own figure, one loop, lists, a second line, a grid, labels in words."""

import matplotlib.pyplot as plt
import numpy as np

from ecgkit import fill


@fill
def plot_random_segment(record, seconds=10, rng=None):
    if rng is None:
        rng = np.random.default_rng()
    count = int(round(seconds * record.fs))
    if record.sig_len < count:
        raise ValueError("too short")
    first = int(rng.integers(0, record.sig_len - count, endpoint=True))
    time, voltage = [], []
    for number in range(first, first + count):
        time.append(number / record.fs)
        voltage.append(float(record.p_signal[number][0]))
    plt.plot(time, voltage)
    plt.axhline(0)
    plt.grid(True)
    plt.xlabel("Time since the start of the recording in seconds")
    plt.ylabel("Voltage in millivolts")
    return plt.gca()


@fill
def plot_abnormal_beat(record, seconds=1, rng=None):
    if rng is None:
        rng = np.random.default_rng()
    count = int(round(seconds * record.fs))
    starts, names = [], []
    for sample, symbol in zip(record.sample, record.symbol):
        if symbol in set("LRV/AfFjaEJeS"):
            first = int(sample) - count // 2
            if first >= 0 and first + count <= record.sig_len:
                starts.append(first)
                names.append(symbol)
    if len(starts) == 0:
        raise ValueError("no abnormal beat")
    which = int(rng.integers(len(starts)))
    first = starts[which]
    plt.figure()
    plt.axvline((first + count // 2) / record.fs)
    plt.plot([n / record.fs for n in range(first, first + count)], list(record.p_signal[first : first + count, 0]))
    plt.title("An abnormal beat: %s" % names[which])
    plt.xlabel("t / s")
    plt.ylabel("U / mV")
    return plt.gca()
