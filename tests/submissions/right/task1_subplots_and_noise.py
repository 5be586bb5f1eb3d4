"""One Axes of a grid of subplots, drawn as steps of a masked array, with logging, stderr, and labels in mathtext."""

import logging
import sys

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.lines import Line2D

from ecgkit import ABNORMAL_SYMBOLS, fill

logger = logging.getLogger("student")
logging.basicConfig(level=logging.DEBUG)


class RecordingTooShort(ValueError):
    """A sentence with a name of its own."""


class NothingAbnormal(RecordingTooShort):
    pass


def draw(record, start, stop, ax):
    time = np.linspace(start / record.fs, stop / record.fs, num=stop - start, endpoint=False)
    ax.add_line(Line2D(time, np.ma.masked_invalid(record.p_signal[start:stop, 0]), drawstyle="steps-mid"))
    ax.relim()
    ax.autoscale_view()
    ax.set(xlabel=r"$t$ [$\mathrm{s}$]", ylabel=r"lead 1 in $\mathrm{mV}$")
    print("drew", start, stop, file=sys.stderr)
    return ax


@fill
def plot_random_segment(record, seconds=10, rng=None, *, ax=None, **style):
    rng = np.random.default_rng() if rng is None else rng
    length = int(round(seconds * record.fs))
    if length > record.sig_len:
        raise RecordingTooShort(f"{length} samples do not fit into {record.sig_len}")
    start = int(rng.integers(record.sig_len - length + 1))
    logger.warning("start %s", start)
    if ax is None:
        _, axes = plt.subplots(nrows=2, ncols=2, sharex=True, figsize=(8, 8))
        ax = axes[1, 0]
    return draw(record, start, start + length, ax)


@fill
def plot_abnormal_beat(record, seconds=1, rng=None):
    rng = np.random.default_rng() if rng is None else rng
    length = int(round(seconds * record.fs))
    beats = np.flatnonzero([symbol in ABNORMAL_SYMBOLS for symbol in record.symbol])
    starts = np.asarray(record.sample)[beats] - length // 2
    fits = (starts >= 0) & (starts + length <= record.sig_len)
    try:
        chosen = rng.integers(fits.sum())
    except ValueError as error:
        raise NothingAbnormal("no abnormal beat fits") from error
    start, beat = int(starts[fits][chosen]), int(beats[fits][chosen])
    fig, (ax, below) = plt.subplots(2)
    below.plot([0, 1], [0, 1])
    ax.set_title(f"Record {record.record_name}: beat of type {record.symbol[beat]}")
    ax.axvline(record.sample[beat] / record.fs, linestyle=":")
    plt.tight_layout()
    return draw(record, start, start + length, ax)
