"""Answers inside `if`, `try` and `with`, below other decorators, helpers in later cells, an alias of `fill`."""

# %%
import contextlib
import functools
import time

import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, stubs
from ecgkit import fill as answer

# %%
database = None


def timed(function):
    @functools.wraps(function)
    def inner(*args, **kwargs):
        start = time.perf_counter()
        try:
            return function(*args, **kwargs)
        finally:
            print(function.__name__, time.perf_counter() - start)

    return inner


# %%
if __name__ == "__main__":
    print("task 2")
    import ecgkit

    database = ecgkit.open_database("no such place")

    @answer
    @timed
    def label_beats(symbols):
        return [TABLE.get(symbol, -1) for symbol in symbols]

    print(stubs.label_beats(database.records()[0].symbol))

# %%
try:

    @timed
    @answer
    def build_data_matrix(records, half_window=2.0, label_rule="beat"):
        if len({record.fs for record in records}) > 1 or label_rule not in ("beat", "window"):
            raise ValueError("`records` or `label_rule`")
        reach = round(half_window * records[0].fs)
        parts = [windows(record, reach, label_rule) for record in records]
        return tuple(np.concatenate(part) for part in zip(*parts))

    X, y = stubs.build_data_matrix(database.train)
except AttributeError as error:
    print("no data:", error)

# %%
TABLE = {"N": 0}
for symbol in ABNORMAL_SYMBOLS:
    TABLE[symbol] = 1


def windows(record, reach, rule):
    labels = np.array(label_beats(record.symbol), dtype=int)
    use = (labels >= 0) & (record.sample >= reach) & (record.sample <= record.sig_len - reach)
    abnormal = np.sort(record.sample[labels == 1])
    first, last = (np.searchsorted(abnormal, record.sample[use] + shift) for shift in (-reach, reach))
    y = labels[use] if rule == "beat" else (last > first).astype(int)
    view = np.lib.stride_tricks.sliding_window_view(record.p_signal[:, 0], 2 * reach)
    return view[record.sample[use] - reach], y[:, np.newaxis]


# %%
with contextlib.suppress(NameError):

    def split_by_patient(records, test_fraction=1 / 3, rng=None):
        people = list(dict.fromkeys(record.patient for record in records))
        if not 0 < test_fraction < 1:
            raise ValueError("`test_fraction`")
        if len(people) < 2:
            raise ValueError("`records`")
        (rng or np.random.default_rng()).shuffle(people)
        cut = sorted([1, round(test_fraction * len(people)), len(people) - 1])[1]
        sides = [], []
        for record in records:
            sides[record.patient in people[:cut]].append(record)
        return sides

    answer(split_by_patient)
