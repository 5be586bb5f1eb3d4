"""How certain is a score on new patients? Intervals from drawing *patients* again, not beats.

A patient's thousands of beats are one heart: beats drawn one by one would give an interval many times too narrow.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .metrics import confusion
from .records import SAME_PATIENT

#: Draws of a bootstrap: the ends of a 95 % interval then stand on 50 draws each.
DRAWS = 2000


@dataclass(frozen=True)
class Interval:
    """A number and how far it would move with other patients.

    Attributes:
        value: on all patients.
        low: 2.5 % of the draws lie below.
        high: 2.5 % of the draws lie above.
        patients: how many it is from.
    """

    value: float
    low: float
    high: float
    patients: int

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.low:.3f} to {self.high:.3f})"


def intervals(
    y_true: ArrayLike, y_prob: ArrayLike, record: ArrayLike, *, draws: int = DRAWS, seed: int = 0
) -> dict[str, Interval]:
    """Accuracy, precision, recall, F1 and specificity with 95 % intervals over patients (percentile bootstrap).

    Source: Efron and Tibshirani (1993), An Introduction to the Bootstrap, chapter 13; that dependent rows are drawn in whole
    groups: Davison and Hinkley (1997), Bootstrap Methods and their Application, section 3.8.

    Args:
        y_true: (N, 1) or (N,) labels, 0 normal and 1 abnormal.
        y_prob: (N, 1) or (N,) probabilities of an abnormal beat.
        record: (N,) record name of each row. Records of one person are drawn together.
        draws: how often as many patients as there are are drawn.
        seed: of the draws.

    Returns:
        By name. A ratio 0 / 0 is 0. One patient says nothing about others: the interval is then 0 to 1.

    Raises:
        ValueError: there is no row, the lengths differ, a label is neither 0 nor 1, a probability is not finite, or `draws`
            is below 1.
    """
    truth, prob = np.asarray(y_true).ravel(), np.asarray(y_prob, dtype=float).ravel()
    patient = _patients(record)
    if not len(truth) == len(prob) == len(patient):
        raise ValueError(
            "`y_true`, `y_prob` and `record` must have one entry a row. "
            f"Received {len(truth)}, {len(prob)} and {len(patient)}."
        )
    if not len(truth) or draws < 1:
        raise ValueError(
            f"`y_true` must have a row and `draws` must be 1 or more. Received {len(truth)} rows, {draws}."
        )
    names = np.unique(patient)
    counts = np.stack([confusion(truth[patient == name], prob[patient == name]).ravel() for name in names])
    rng = np.random.default_rng(seed)
    drawn = counts[rng.integers(len(names), size=(draws, len(names)))].sum(axis=1)
    return {name: _interval(score, counts, drawn) for name, score in SCORES.items()}


def _patients(record: ArrayLike) -> NDArray[np.str_]:
    names = np.asarray(record).astype(str).ravel()
    return np.array([SAME_PATIENT.get(name, name) for name in names.tolist()], dtype=str)


def _interval(score: Callable[[NDArray], NDArray], counts: NDArray, drawn: NDArray) -> Interval:
    # Drawn again and again, one patient would always be the same: certainty where there is none.
    low, high = np.quantile(score(drawn), [0.025, 0.975]) if len(counts) > 1 else (0, 1)
    return Interval(float(score(counts.sum(axis=0)[None])[0]), float(low), float(high), len(counts))


def _ratio(part: NDArray, whole: NDArray) -> NDArray[np.float64]:
    return np.divide(part, whole, out=np.zeros(len(part)), where=whole > 0)


#: Each takes counts (n, 4): true negatives, false positives, false negatives, true positives.
SCORES: dict[str, Callable[[NDArray], NDArray]] = {
    "accuracy": lambda c: _ratio(c[:, 0] + c[:, 3], c.sum(axis=1)),
    "precision": lambda c: _ratio(c[:, 3], c[:, 1] + c[:, 3]),
    "recall": lambda c: _ratio(c[:, 3], c[:, 2] + c[:, 3]),
    "f1": lambda c: _ratio(2 * c[:, 3], 2 * c[:, 3] + c[:, 1] + c[:, 2]),
    "specificity": lambda c: _ratio(c[:, 0], c[:, 0] + c[:, 1]),
}
