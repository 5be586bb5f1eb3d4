"""What networks are judged on: spectrograms of patients they have never seen, and the oracles of tasks 4 to 6.

Everything here is computed in the grader's own process. A worker gets the inputs; the labels of the test patients stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ecgkit.database import TEST_RECORDS, TRAIN_RECORDS
from ecgkit.records import Record
from ecgkit.standin import RECORD_NAMES, synthesize_record

from .grading_data import GradingData
from .oracles import label_of

#: Rows that a graded network learns from and is judged by, evenly spread over all beats of the records.
TRAIN_ROWS, TEST_ROWS = 9000, 9000

#: Length of each synthetic patient's recording where the run has no real recordings.
MINUTES = 5

HALF_WINDOW = 2.0


@dataclass(frozen=True)
class LearningTask:
    """Standardized spectrograms (N, 33, 46) and labels (N, 1) of two disjoint groups of patients.

    Attributes:
        recordings: "mitdb" or "stand-in": which bars apply.
    """

    recordings: str
    X_train: NDArray[np.float32]
    y_train: NDArray[np.int64]
    X_test: NDArray[np.float32]
    y_test: NDArray[np.int64]


def learning_task(data: GradingData) -> LearningTask:
    """The task of this run, made at the first use.

    The real recordings if the run has all of them. Otherwise synthetic patients of the run's own seed, whatever
    stand-in the run has: nobody can have seen those, and the small stand-in has too few beats to learn from.
    """
    if not data.database.is_stand_in and set(RECORD_NAMES) <= set(data.database.record_names):
        return _from_database(data.database.path)
    return _from_seed(int(data.rng("patients to learn from").integers(1, 2**31)))


@lru_cache(maxsize=1)
def _from_database(path: object) -> LearningTask:
    from ecgkit.database import open_database

    database = open_database(str(path), quiet=True)
    return make_task("mitdb", (database.record(name) for name in TRAIN_RECORDS), (database.record(name) for name in TEST_RECORDS))


@lru_cache(maxsize=1)
def _from_seed(seed: int) -> LearningTask:
    def made(names: Sequence[str]) -> Iterable[Record]:
        return (synthesize_record(name, seed=seed, minutes=MINUTES) for name in names)

    return make_task("stand-in", made(TRAIN_RECORDS), made(TEST_RECORDS))


def make_task(recordings: str, train: Iterable[Record], test: Iterable[Record]) -> LearningTask:
    """Cut windows from both groups of records, keep an even choice of rows, and standardize by the first group."""
    S_train, y_train = _spectrograms(train, TRAIN_ROWS)
    S_test, y_test = _spectrograms(test, TEST_ROWS)
    mean, std = S_train.mean(axis=(0, 2), keepdims=True), S_train.std(axis=(0, 2), keepdims=True)
    return LearningTask(recordings, (S_train - mean) / std, y_train, (S_test - mean) / std, y_test)


def _spectrograms(records: Iterable[Record], rows: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    from scipy.signal import stft

    parts = [_windows(record) for record in records]
    windows, labels = np.concatenate([X for X, _ in parts]), np.concatenate([y for _, y in parts])
    chosen = np.arange(min(rows, len(windows))) * len(windows) // min(rows, len(windows))
    _, _, Z = stft(windows[chosen], fs=360, window="hann", nperseg=64, noverlap=32)
    return np.abs(Z).astype(np.float32), labels[chosen].reshape(-1, 1)


def _windows(record: Record) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    half = round(HALF_WINDOW * record.fs)
    signal = np.asarray(record.p_signal[:, 0], dtype=np.float32)
    beats = [
        (centre, label_of(symbol))
        for centre, symbol in zip(record.sample.tolist(), record.symbol, strict=True)
        if label_of(symbol) >= 0 and half <= centre <= record.sig_len - half
    ]
    centres, labels = (np.array(column) for column in zip(*beats, strict=True))
    return np.lib.stride_tricks.sliding_window_view(signal, 2 * half)[centres - half], labels
