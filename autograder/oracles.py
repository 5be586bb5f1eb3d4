"""The slow, obvious answers that checks compare with. They stay in the grader's own process."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ecgkit.records import Record
from ecgkit.symbols import ABNORMAL_SYMBOLS, NORMAL_SYMBOL


def label_of(symbol: str) -> int:
    """0 for a normal beat, 1 for an abnormal one, -1 for any other mark."""
    if symbol == NORMAL_SYMBOL:
        return 0
    return 1 if symbol in ABNORMAL_SYMBOLS else -1


def data_matrix(
    records: Sequence[Record], half_window: float = 2.0, label_rule: str = "beat"
) -> tuple[NDArray[np.float32], NDArray[np.int8]]:
    """The windows and labels of `build_data_matrix`, one annotation at a time."""
    rows, labels = [], []
    for record in records:
        signal = record.p_signal[:, 0]
        half = round(half_window * record.fs)
        for centre, symbol in zip(record.sample.tolist(), record.symbol, strict=True):
            start, stop = centre - half, centre + half
            if label_of(symbol) < 0 or start < 0 or stop > record.sig_len:
                continue
            rows.append(signal[start:stop].astype(np.float32))
            labels.append([label_of(symbol) if label_rule == "beat" else _any_abnormal(record, start, stop)])
    return np.array(rows), np.array(labels, dtype=np.int8)


def count_of_rows(record: Record, symbols: str = "N" + "".join(ABNORMAL_SYMBOLS), half_window: float = 2.0) -> int:
    """The number of beats with one of `symbols` whose window fits."""
    half = round(half_window * record.fs)
    marks = zip(record.sample.tolist(), record.symbol, strict=True)
    return sum(symbol in symbols and half <= sample <= record.sig_len - half for sample, symbol in marks)


def _any_abnormal(record: Record, start: int, stop: int) -> int:
    marks = zip(record.sample.tolist(), record.symbol, strict=True)
    return int(any(start <= sample < stop and label_of(symbol) == 1 for sample, symbol in marks))
