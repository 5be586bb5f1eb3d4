"""What graded networks learn from: spectrograms of synthetic patients that were made for this run and that nobody has seen.

All of it is computed in the grader's own process. A worker gets the inputs; the labels of the test patients stay here.

Why not the real recordings: they are published, labels and all, so a network could have met its test patients before; and
they are so few that the reference's F1 on them moves by 0.1 from seed to seed (bars.json). The synthetic beats are
cut off their centre, as an imperfect detector would: a linear model, which weighs each moment by itself, cannot undo that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from ecgkit.database import TEST_RECORDS, TRAIN_RECORDS, Database
from ecgkit.records import Record
from ecgkit.standin import RECORD_NAMES, synthesize_record
from ecgkit.training import evenly

from .grading_data import GradingData
from .oracles import label_of

#: How many times all 48 kinds of patients are drawn, and the minutes of each recording: many hearts with few beats each, so
#: that even a network without any dropout finds what they have in common.
TRAIN_DRAWS, TEST_DRAWS, MINUTES = 6, 2, 0.5

#: A beat lies up to this far from the centre of its window, in s.
OFF_CENTRE = 0.35

#: Rows of the real recordings that `real_task` keeps, evenly spread.
REAL_ROWS = 8000

HALF_WINDOW = 2.0


@dataclass(frozen=True)
class Score:
    """Accuracy and F1 on patients that a model has never seen."""

    accuracy: float
    f1: float


def score_of(y_true: NDArray, y_prob: NDArray) -> Score:
    """Accuracy and F1 by scikit-learn."""
    from sklearn.metrics import accuracy_score, f1_score

    truth, called = y_true.ravel(), y_prob.ravel() >= 0.5
    return Score(float(accuracy_score(truth, called)), float(f1_score(truth, called, zero_division=0)))


@dataclass(frozen=True)
class LearningTask:
    """Standardized spectrograms (N, 33, 46) and labels (N, 1) of two disjoint groups of patients."""

    X_train: NDArray[np.float32]
    y_train: NDArray[np.int64]
    X_test: NDArray[np.float32]
    y_test: NDArray[np.int64]

    @cached_property
    def linear(self) -> Score:
        """What a logistic regression on the same numbers reaches: some draws of patients are harder than others."""
        return logistic_regression(self, C=0.01)


def logistic_regression(task: LearningTask, C: float) -> Score:
    """Train a logistic regression with balanced class weights and score it on the test patients."""
    import warnings

    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression

    regression = LogisticRegression(C=C, max_iter=60, class_weight="balanced")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        regression.fit(task.X_train.reshape(len(task.X_train), -1), task.y_train.ravel())
    return score_of(task.y_test, regression.predict_proba(task.X_test.reshape(len(task.X_test), -1))[:, 1])


def learning_task(data: GradingData) -> LearningTask:
    """The task of this run, the same whatever database is used; made at the first use."""
    return task_of_seed(int(data.rng("patients to learn from").integers(1, 2**28)))


@lru_cache(maxsize=1)
def task_of_seed(seed: int) -> LearningTask:
    """Patients of this seed: every kind of MIT-BIH's patients on both sides, no heart on both."""
    rng = np.random.default_rng([seed, 46])
    train = _patients(range(8 * seed, 8 * seed + TRAIN_DRAWS))
    test = _patients(range(8 * seed + TRAIN_DRAWS, 8 * seed + TRAIN_DRAWS + TEST_DRAWS))
    return _standardized(_windows(train, rng), _windows(test, rng))


def real_task(database: Database) -> LearningTask:
    """The course split of the real recordings, centred and with their own gain: for comparison, not for grades."""
    train = _centred(database.record(name) for name in TRAIN_RECORDS)
    return _standardized(_evenly(*train), _evenly(*_centred(database.record(name) for name in TEST_RECORDS)))


def _patients(seeds: Iterable[int]) -> Iterator[Record]:
    for seed in seeds:
        yield from (synthesize_record(name, seed=seed, minutes=MINUTES) for name in RECORD_NAMES)


def _windows(records: Iterable[Record], rng: np.random.Generator) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Every beat, off its centre."""
    rows, labels = [], []
    for record in records:
        reach = round(OFF_CENTRE * record.fs)
        X, y = _cut(record, reach, rng)
        rows.append(X)
        labels.append(y)
    return np.concatenate(rows), np.concatenate(labels)


def _centred(records: Iterable[Record]) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    parts = [_cut(record) for record in records]
    return np.concatenate([X for X, _ in parts]), np.concatenate([y for _, y in parts])


def _cut(
    record: Record, reach: int = 0, rng: np.random.Generator | None = None
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """The windows and labels of all beats, each moved by up to `reach` samples if a generator is given."""
    half = round(HALF_WINDOW * record.fs)
    signal = np.asarray(record.p_signal[:, 0], dtype=np.float32)
    beats = [
        (centre, label_of(symbol))
        for centre, symbol in zip(record.sample.tolist(), record.symbol, strict=True)
        if label_of(symbol) >= 0 and half + reach <= centre <= record.sig_len - half - reach
    ]
    centres, labels = (np.array(column) for column in zip(*beats, strict=True))
    starts = centres - half + (rng.integers(-reach, reach + 1, len(centres)) if rng else 0)
    return np.lib.stride_tricks.sliding_window_view(signal, 2 * half)[starts], labels


def _evenly(X: NDArray[np.float32], y: NDArray[np.int64]) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    return evenly(X, REAL_ROWS), evenly(y, REAL_ROWS)


def _standardized(train: tuple, test: tuple) -> LearningTask:
    S_train, S_test = _spectrograms(train[0]), _spectrograms(test[0])
    mean, std = S_train.mean(axis=(0, 2), keepdims=True), S_train.std(axis=(0, 2), keepdims=True)
    return LearningTask((S_train - mean) / std, train[1].reshape(-1, 1), (S_test - mean) / std, test[1].reshape(-1, 1))


def _spectrograms(X: NDArray[np.float32]) -> NDArray[np.float32]:
    from scipy.signal import stft

    _, _, Z = stft(X, fs=360, window="hann", nperseg=64, noverlap=32)
    return np.abs(Z).astype(np.float32)
