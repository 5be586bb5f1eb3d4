"""With pandas, whose query names a constant inside a text; the Axes is the one that pandas draws on."""

import numpy as np
import pandas as pd

from ecgkit import ABNORMAL_SYMBOLS, fill


def frame(record):
    df = pd.DataFrame(record.p_signal, columns=[f"lead{i}" for i in range(record.p_signal.shape[1])])
    df.index = pd.Index(df.index / record.fs, name="time (s)")
    return df


@fill
def plot_abnormal_beat(record, seconds=1, rng=None):
    rng = np.random.default_rng() if rng is None else rng
    df = frame(record)
    n = round(seconds * record.fs)
    ann = pd.DataFrame({"sample": record.sample, "symbol": list(record.symbol)})
    ann["start"] = ann["sample"] - n // 2
    ann = ann.query("symbol in @ABNORMAL_SYMBOLS and start >= 0 and start + @n <= @record.sig_len")
    if ann.empty:
        raise ValueError("none fits")
    row = ann.sample(1, random_state=rng).iloc[0]
    return df["lead0"].iloc[row.start : row.start + n].plot(ylabel="mV", title=f"beat type {row.symbol}")
