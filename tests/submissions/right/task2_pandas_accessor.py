"""A class that is nowhere called by its name: pandas finds it under the name that it is registered for."""

import numpy as np
import pandas as pd

from ecgkit import ABNORMAL_SYMBOLS, fill


@pd.api.extensions.register_series_accessor("ecg")
class Heartbeats:
    def __init__(self, series):
        self.series = series

    def labels(self):
        abnormal = self.series.isin(list(ABNORMAL_SYMBOLS))
        return np.where(self.series == "N", 0, np.where(abnormal, 1, -1))


@fill
def label_beats(symbols):
    return pd.Series(list(symbols), dtype=object).ecg.labels()
