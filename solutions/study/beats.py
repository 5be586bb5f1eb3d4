"""All beats of a database as rows: both leads, the label, whose heart, which kind of beat, and the times to its neighbours."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from ecgkit import ABNORMAL_SYMBOLS, NORMAL_SYMBOL, Record
from ecgkit.database import Database
from ecgkit.training import evenly

#: Seconds before and after a beat, as in task 2.
HALF_WINDOW = 2.0

#: Samples of 360 Hz that become one: 120 Hz are left. A QRS complex has little above 40 Hz (Thakor, Webster and Tompkins
#: 1984, doi:10.1109/TBME.1984.325393), and a third of the samples trains three times as fast.
STEP = 3
FS = 120

#: Beats on either side whose median interval is the patient's rhythm at that moment.
NEIGHBOURS = 10


@dataclass(frozen=True)
class Beats:
    """One row a beat, in the order of the records and of time.

    Attributes:
        leads: float32 (N, times, 2), mV at 120 Hz, the beat in the centre; the course's lead first.
        intervals: float32 (N, 3), s: since the beat before, until the beat after, and the median of those around.
        y: int (N,), 0 normal and 1 abnormal.
        record: (N,) record name.
        symbol: (N,) annotation symbol.
    """

    leads: NDArray[np.float32]
    intervals: NDArray[np.float32]
    y: NDArray[np.int64]
    record: NDArray[np.str_]
    symbol: NDArray[np.str_]

    def __len__(self) -> int:
        return len(self.y)

    def at(self, rows: NDArray) -> Beats:
        """Some of the rows, by number or by a bool for each."""
        return Beats(**{column.name: getattr(self, column.name)[rows] for column in fields(self)})


def read_beats(database: Database) -> Beats:
    """Cut every beat of every record whose window fits.

    Args:
        database: where the records come from.

    Raises:
        RecordError: a record cannot be read.
    """
    return joined(beats_of(database.record(name)) for name in database.record_names)


def joined(parts: Iterable[Beats]) -> Beats:
    """The rows of all parts, one part after another."""
    parts = list(parts)
    return Beats(
        **{column.name: np.concatenate([getattr(part, column.name) for part in parts]) for column in fields(Beats)}
    )


def beats_of(record: Record) -> Beats:
    """Cut every beat of one record whose window fits.

    Raises:
        ValueError: the record has not two leads at 360 Hz.
    """
    if record.fs != STEP * FS or record.p_signal.shape[1] != 2:
        raise ValueError(
            f"`record` must have two leads at {STEP * FS} Hz. Record {record.record_name} has {record.p_signal.shape[1]} at {record.fs:g} Hz."
        )
    symbol = np.array(record.symbol, dtype=str)
    is_beat = np.isin(symbol, (NORMAL_SYMBOL, *ABNORMAL_SYMBOLS))
    sample, symbol = record.sample[is_beat], symbol[is_beat]
    half = round(HALF_WINDOW * record.fs)
    fits = (sample - half >= 0) & (sample + half <= record.sig_len)
    leads = _windows(record.p_signal, sample[fits], half)
    names = np.full(fits.sum(), record.record_name)
    y = (symbol != NORMAL_SYMBOL).astype(np.int64)
    return Beats(leads, _intervals(sample, record.fs)[fits], y[fits], names, symbol[fits])


def chosen_rows(beats: Beats, candidates: NDArray, per_kind: int | None) -> NDArray[np.int64]:
    """At most `per_kind` beats of each kind of each record, spread over its half hour; all if None."""
    if per_kind is None:
        return candidates
    kinds: dict[tuple[str, str], list[int]] = {}
    for row in candidates.tolist():
        kinds.setdefault((str(beats.record[row]), str(beats.symbol[row])), []).append(row)
    return np.sort(np.concatenate([evenly(np.array(rows), per_kind) for rows in kinds.values()]))


def _windows(p_signal: NDArray, sample: NDArray, half: int) -> NDArray[np.float32]:
    """(n, 2 half / STEP, leads): means of STEP samples."""
    signal = p_signal.astype(np.float32)
    # The mean that starts at each sample, once: taken of every window, most would be taken several times.
    count = len(signal) - STEP + 1
    means = reduce(np.add, (signal[first : first + count] for first in range(STEP))) / np.float32(STEP)
    return means[sample[:, None] + np.arange(-half, half, STEP)]


def _intervals(sample: NDArray, fs: float) -> NDArray[np.float32]:
    """Before, after and usual; at the ends of a record, where there is no neighbour, the usual one."""
    between = np.diff(sample) / fs
    padded = np.pad(between, NEIGHBOURS, constant_values=np.nan)
    usual = np.nanmedian(np.lib.stride_tricks.sliding_window_view(padded, 2 * NEIGHBOURS), axis=1)
    before, after = np.append(np.nan, between), np.append(between, np.nan)
    columns = [np.where(np.isnan(each), usual, each) for each in (before, after)]
    return np.stack([*columns, usual], axis=1).astype(np.float32)
