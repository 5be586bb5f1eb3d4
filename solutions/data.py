"""What one task hands on to the next: windows, spectrograms, features. Computed at first use, dropped when used up."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ecgkit import ABNORMAL_SYMBOLS, NORMAL_SYMBOL, Record, stubs
from ecgkit.database import Database

from .loading import load_task

HALF_WINDOW = 2.0


@dataclass(frozen=True)
class Rows:
    """One side of the course split, a row a beat.

    Attributes:
        values: (N, samples) windows in mV, or (N, frequencies, times).
        y: int (N, 1), 0 normal and 1 abnormal.
        record: (N,) record name of each row.
        symbol: (N,) annotation symbol of each row's centre beat.
    """

    values: NDArray
    y: NDArray
    record: NDArray[np.str_]
    symbol: NDArray[np.str_]

    def __len__(self) -> int:
        return len(self.y)


@dataclass(frozen=True)
class Split:
    """Both sides of the course split; no patient is on both."""

    train: Rows
    test: Rows


class Data:
    """The arrays of the course, each made of the one before by the reference's own stubs.

    All rows are 629 MB as windows and 663 MB as spectrograms, so an array is let go once the next one is made.

    Args:
        database: where the recordings come from.

    Attributes:
        seconds: how long each array took.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self.seconds: dict[str, float] = {}

    @cached_property
    def windows(self) -> Split:
        """Task 2: windows of 4 s in mV."""
        load_task(2)
        return Split(*(self._timed("windows", _windows_of, side) for side in (self.database.train, self.database.test)))

    @cached_property
    def spectrograms(self) -> Split:
        """Task 3: magnitudes in mV (frequency, time) of each window."""
        windows = self.windows
        load_task(3)
        made = Split(*(self._timed("spectrograms", _spectrograms_of, side) for side in (windows.train, windows.test)))
        self.__dict__.pop("windows")
        return made

    @cached_property
    def features(self) -> Split:
        """Task 3: spectrograms with mean 0 and standard deviation 1 in each frequency of the training side."""
        raw = self.spectrograms
        train, test = self._timed("features", stubs.standardize, raw.train.values, raw.test.values)
        self.__dict__.pop("spectrograms")
        return Split(replace(raw.train, values=train), replace(raw.test, values=test))

    @cached_property
    def labels(self) -> Split:
        """The labels, from whichever array is there."""
        for name in ("features", "spectrograms"):
            if name in self.__dict__:
                return self.__dict__[name]
        return self.windows

    def _timed(self, name: str, compute: Callable, *arguments):
        start = time.perf_counter()
        result = compute(*arguments)
        self.seconds[name] = self.seconds.get(name, 0) + time.perf_counter() - start
        return result


def _windows_of(records: Sequence[Record]) -> Rows:
    X, y = stubs.build_data_matrix(records, half_window=HALF_WINDOW)
    symbols = [_symbols_of_rows(record) for record in records]
    names = np.repeat([record.record_name for record in records], [len(part) for part in symbols])
    symbol = np.concatenate(symbols)
    if len(symbol) != len(X) or not np.array_equal(y[:, 0], symbol != NORMAL_SYMBOL):
        raise RuntimeError("the rows of build_data_matrix do not follow the annotations")
    return Rows(X, y, names, symbol)


def _symbols_of_rows(record: Record) -> NDArray[np.str_]:
    """The symbols of the beats whose window fits, in order; counted apart from the stub, to check it."""
    symbol, half = np.array(record.symbol, dtype=str), round(HALF_WINDOW * record.fs)
    fits = (record.sample - half >= 0) & (record.sample + half <= record.sig_len)
    return symbol[fits & np.isin(symbol, (NORMAL_SYMBOL, *ABNORMAL_SYMBOLS))]


def _spectrograms_of(rows: Rows) -> Rows:
    return replace(rows, values=stubs.spectrogram(rows.values))
