"""The title stands over the figure, not over the Axes; drawn with object-oriented calls and a canvas of its own."""

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from ecgkit import ABNORMAL_SYMBOLS, fill


@fill
def plot_abnormal_beat(record, seconds=1, rng=None):
    rng = np.random.default_rng() if rng is None else rng
    length = round(seconds * record.fs)
    half = length // 2
    starts = {
        int(sample) - half: symbol
        for sample, symbol in zip(record.sample, record.symbol, strict=True)
        if symbol in ABNORMAL_SYMBOLS and half <= sample <= record.sig_len - length + half
    }
    if not starts:
        raise ValueError(f"Record {record.record_name} has no abnormal beat with room around it.")
    start = int(rng.choice(list(starts)))
    figure = Figure(figsize=(8, 3))
    FigureCanvasAgg(figure)
    figure.suptitle(f"{record.record_name}: {starts[start]!r}")
    ax = figure.add_axes((0.1, 0.2, 0.8, 0.6))
    samples = np.arange(start, start + length)
    ax.plot(samples / record.fs, record.p_signal[samples, 0])
    ax.set_xlabel("time since the start (s)")
    ax.set_ylabel("MLII (mV)")
    return ax
