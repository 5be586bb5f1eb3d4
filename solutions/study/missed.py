"""Which groups of beats (one record, one kind) networks call wrong most, and what they look like beside what they learned from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgkit.metrics import THRESHOLD
from ecgkit.protocols import Parts
from ecgkit.records import SAME_PATIENT
from ecgkit.symbols import MEANINGS

from .beats import FS, HALF_WINDOW, Beats

#: Beats of a kind from which on a patient counts as one to learn it from.
ENOUGH = 20

#: How many groups are shown at most.
GROUPS = 8

#: Seconds before and after the beat whose shapes are compared: the QRS complex and the T wave.
BEFORE, AFTER = 0.15, 0.40


def missed_groups(y_prob: Mapping[str, Sequence[NDArray]], beats: Beats, parts: Parts) -> list[dict[str, Any]]:
    """The (record, symbol) groups of the test rows that the networks together miss most.

    Args:
        y_prob: for each network and each of its seeds, (n,) probabilities of abnormal of the test rows.
        beats: all rows.
        parts: who is learned from and tested on.

    Returns:
        For each: record, symbol, meaning, beats, `wrong` (by network, median of its seeds), `teachers` (patients of the
        training rows with at least ENOUGH such beats), `like` (the record's commonest other kind of beat), `likeness`
        (correlation of the mean waves of both), `before` and `before_like` (s since the beat before, medians of both), and
        `against_usual` (the median of that time in units of the rhythm around each beat).
    """
    truth, record, symbol = beats.y[parts.test], beats.record[parts.test], beats.symbol[parts.test]
    called_wrong = {name: np.stack([(each >= THRESHOLD) != truth for each in seeds]) for name, seeds in y_prob.items()}
    groups = []
    for name, kind in sorted(set(zip(record.tolist(), symbol.tolist(), strict=True))):
        inside = (record == name) & (symbol == kind)
        wrong = {network: int(np.median(seeds[:, inside].sum(axis=1))) for network, seeds in called_wrong.items()}
        if any(wrong.values()):
            groups.append({"record": name, "symbol": kind, "beats": int(inside.sum()), "wrong": wrong})
    groups = sorted(groups, key=lambda group: -sum(group["wrong"].values()))[:GROUPS]
    return [{**group, **_reasons(group["record"], group["symbol"], beats, parts)} for group in groups]


def _reasons(record: str, symbol: str, beats: Beats, parts: Parts) -> dict[str, Any]:
    own = (beats.record == record) & (beats.symbol == symbol)
    like = _commonest_other(beats.symbol[beats.record == record], symbol)
    other = (beats.record == record) & (beats.symbol == like)
    return {
        "meaning": MEANINGS[symbol],
        "teachers": teachers(beats, parts, symbol),
        "like": like,
        "likeness": _likeness(beats.leads[own, :, 0], beats.leads[other, :, 0]) if like else None,
        "before": float(np.median(beats.intervals[own, 0])),
        "against_usual": float(np.median(beats.intervals[own, 0] / beats.intervals[own, 2])),
        "before_like": float(np.median(beats.intervals[other, 0])) if like else None,
    }


def teachers(beats: Beats, parts: Parts, symbol: str) -> int:
    """How many patients of the training rows have at least ENOUGH beats of this kind."""
    names = beats.record[parts.train][beats.symbol[parts.train] == symbol].tolist()
    patients, counts = np.unique([SAME_PATIENT.get(name, name) for name in names], return_counts=True)
    return int((counts >= ENOUGH).sum()) if len(patients) else 0


def _commonest_other(symbols: NDArray, symbol: str) -> str | None:
    kinds, counts = np.unique(symbols[symbols != symbol], return_counts=True)
    return str(kinds[counts.argmax()]) if len(kinds) else None


def _likeness(first: NDArray, second: NDArray) -> float | None:
    """Correlation of two mean waves; None where one is flat."""
    around = slice(*(round((HALF_WINDOW + seconds) * FS) for seconds in (-BEFORE, AFTER)))
    means = [waves[:, around].mean(axis=0) for waves in (first, second)]
    if min(mean.std() for mean in means) == 0:
        return None
    return float(np.corrcoef(*means)[0, 1])
