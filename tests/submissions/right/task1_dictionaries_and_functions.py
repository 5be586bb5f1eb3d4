"""Small functions that return functions; data frames; a while loop; a legend; the time axis in float32."""

from functools import partial

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

import ecgkit as kit

choose = {True: lambda rng: rng, False: lambda rng: np.random.default_rng()}


def table(record):
    frame = pd.DataFrame({"time": np.arange(record.sig_len) / record.fs, "voltage": record.p_signal[:, 0]})
    return frame.astype("float32")


def show(title, frame):
    ax = frame.plot(x="time", y="voltage", label="MLII")
    ax.legend(loc="upper right")
    ax.set_title(title)
    ax.set_xlabel("Time/s")
    ax.set_ylabel("Voltage/mV")
    return ax


segment = partial(show, "A stretch")


@kit.fill
def plot_random_segment(record, seconds=10, rng=None):
    rng = choose[rng is not None](rng)
    rows = round(seconds * record.fs)
    if not rows <= record.sig_len:
        raise ValueError("`seconds` is longer than the recording.")
    first = rng.integers(low=0, high=record.sig_len - rows + 1)
    return segment(table(record).iloc[first : first + rows])


@kit.fill
def plot_abnormal_beat(record, seconds=1, rng=None):
    rng = choose[rng is not None](rng)
    rows = round(seconds * record.fs)
    marks = pd.DataFrame({"sample": record.sample, "symbol": np.array(record.symbol, dtype=object)})
    marks["first"] = marks["sample"] - rows // 2
    possible = marks.query("symbol in @kit.ABNORMAL_SYMBOLS and first >= 0 and first + @rows <= @record.sig_len")
    while possible.empty:
        raise ValueError("No abnormal beat fits.")
    mark = possible.sample(1, random_state=rng).iloc[0]
    plt.close("all")
    return show(f'"{mark["symbol"]}" at sample {mark["sample"]}', table(record).iloc[mark["first"] :].head(rows))
