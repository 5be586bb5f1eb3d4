"""Where a classifier is right and where it is wrong: counts, by recording and by kind of beat.

The totals that a paper reports (accuracy, precision, recall, F1) are `evaluate`, which you write in task 5.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .symbols import ABNORMAL_SYMBOLS, MEANINGS, NORMAL_SYMBOL

#: A probability of this or more means abnormal.
THRESHOLD = 0.5


@dataclass(frozen=True)
class RecordRow:
    """How one recording was classified.

    Attributes:
        record: name of the recording.
        normal: number of normal beats.
        abnormal: number of abnormal beats.
        specificity: share of the normal beats that were called normal; None without a normal beat.
        recall: share of the abnormal beats that were called abnormal; None without an abnormal beat.
        accuracy: share of all beats that were called right.
    """

    record: str
    normal: int
    abnormal: int
    specificity: float | None
    recall: float | None
    accuracy: float


@dataclass(frozen=True)
class SymbolRow:
    """How one kind of beat was classified.

    Attributes:
        symbol: annotation symbol, such as "V".
        meaning: what it stands for.
        beats: how many there are.
        correct: share that was called right: normal for `N`, abnormal for every other kind.
    """

    symbol: str
    meaning: str
    beats: int
    correct: float


def confusion(y_true: ArrayLike, y_prob: ArrayLike) -> NDArray[np.int64]:
    """Count how the two classes were classified.

    Args:
        y_true: (N, 1) or (N,) labels, 0 normal and 1 abnormal.
        y_prob: (N, 1) or (N,) probabilities of an abnormal beat; 0.5 or more means abnormal.

    Returns:
        int64 (2, 2): row = true class, column = predicted class, normal first:
        [[true negatives, false positives], [false negatives, true positives]].

    Raises:
        ValueError: the lengths differ, a label is neither 0 nor 1, or a probability is not finite.
    """
    truth, called = _columns(y_true, y_prob)
    return np.bincount(2 * truth + called, minlength=4).reshape(2, 2)


def per_record_table(y_true: ArrayLike, y_prob: ArrayLike, record: ArrayLike) -> list[RecordRow]:
    """Count by recording: a good total may hide a patient whose every beat is wrong.

    Args:
        y_true: (N, 1) or (N,) labels, 0 normal and 1 abnormal.
        y_prob: (N, 1) or (N,) probabilities of an abnormal beat.
        record: (N,) record name of each row.

    Returns:
        One row a recording, in the order of their names.

    Raises:
        ValueError: the lengths differ, a label is neither 0 nor 1, or a probability is not finite.
    """
    truth, called = _columns(y_true, y_prob)
    names = _names(record, len(truth), "record")
    return [_record_row(name, truth[names == name], called[names == name]) for name in np.unique(names).tolist()]


def per_symbol_table(y_prob: ArrayLike, symbol: ArrayLike) -> list[SymbolRow]:
    """Count by kind of beat: which kinds does the classifier miss?

    Args:
        y_prob: (N, 1) or (N,) probabilities of an abnormal beat.
        symbol: (N,) annotation symbol of each row.

    Returns:
        One row for each kind that occurs, normal first, then in the order of `ecgkit.ABNORMAL_SYMBOLS`.

    Raises:
        ValueError: the lengths differ, a symbol marks no beat of this course, or a probability is not finite.
    """
    called = _as_classes(y_prob)
    symbols = _names(symbol, len(called), "symbol")
    order = (NORMAL_SYMBOL, *ABNORMAL_SYMBOLS)
    strange = sorted(set(symbols.tolist()) - set(order))
    if strange:
        raise ValueError(f"`symbol` must hold only {' '.join(order)}. Received also {' '.join(strange)}.")
    return [_symbol_row(kind, called[symbols == kind]) for kind in order if (symbols == kind).any()]


def _record_row(name: str, truth: NDArray, called: NDArray) -> RecordRow:
    return RecordRow(
        record=name,
        normal=int(np.sum(truth == 0)),
        abnormal=int(np.sum(truth == 1)),
        specificity=_share(called[truth == 0] == 0),
        recall=_share(called[truth == 1] == 1),
        accuracy=float(np.mean(called == truth)),
    )


def _symbol_row(kind: str, called: NDArray) -> SymbolRow:
    expected = int(kind != NORMAL_SYMBOL)
    return SymbolRow(kind, MEANINGS[kind], len(called), float(np.mean(called == expected)))


def _share(hits: NDArray[np.bool_]) -> float | None:
    return float(hits.mean()) if hits.size else None


def _columns(y_true: ArrayLike, y_prob: ArrayLike) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    truth, called = np.asarray(y_true).ravel(), _as_classes(y_prob)
    if len(truth) != len(called):
        raise ValueError(
            f"`y_true` and `y_prob` must have one entry a beat. Received {len(truth)} labels and {len(called)} probabilities."
        )
    if not np.isin(truth, (0, 1)).all():
        raise ValueError(f"`y_true` must hold only 0 and 1. Received {np.unique(truth)[:5].tolist()}.")
    return truth.astype(np.int64), called


def _as_classes(y_prob: ArrayLike) -> NDArray[np.int64]:
    probabilities = np.asarray(y_prob, dtype=np.float64).ravel()
    if not np.isfinite(probabilities).all():
        raise ValueError("`y_prob` holds NaN or infinite values: did the training diverge? Look at its loss.")
    return (probabilities >= THRESHOLD).astype(np.int64)


def _names(values: ArrayLike, n: int, argument: str) -> NDArray[np.str_]:
    names = np.asarray(values).astype(str).ravel()
    if len(names) != n:
        raise ValueError(f"`{argument}` must have one entry a row. Received {len(names)} for {n} rows.")
    return names
