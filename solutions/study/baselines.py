"""What stands beside every network: no learning at all, three numbers a cardiologist would count, and one layer on the raw window.

Whether the two that learn weigh both classes alike is chosen on the validation patients, so that each is as good as it can be.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from ecgkit.protocols import Parts

from .beats import Beats

#: Rows that the dense layer learns from, spread over all training patients.
DENSE_ROWS = 20_000


def majority(beats: Beats, parts: Parts) -> NDArray[np.float64]:
    """Probability of abnormal of each test row: the share in training, the same for all."""
    return np.full(len(parts.test), beats.y[parts.train].mean())


def rr_regression(beats: Beats, parts: Parts) -> NDArray[np.float64]:
    """Logistic regression on when the beat comes: the intervals before and after it, and both in units of the usual one."""
    return _regression(lambda rows: rr_features(beats, rows), beats, parts, parts.train, C=1)


def rr_features(beats: Beats, rows: NDArray) -> NDArray[np.float32]:
    """(n, 5): before, after, usual (s), before / usual, after / usual."""
    before, after, usual = beats.intervals[rows].T
    return np.stack([before, after, usual, before / usual, after / usual], axis=1)


def dense_on_window(beats: Beats, parts: Parts) -> NDArray[np.float64]:
    """One dense unit with a sigmoid on the raw window in mV, which is a logistic regression on its samples."""
    rows = parts.train[np.linspace(0, len(parts.train) - 1, min(DENSE_ROWS, len(parts.train))).astype(int)]
    return _regression(lambda rows: beats.leads[rows, :, 0], beats, parts, rows, C=0.01)


def _regression(
    features: Callable[[NDArray], NDArray], beats: Beats, parts: Parts, rows: NDArray, *, C: float
) -> NDArray[np.float64]:
    """Probabilities of the test rows by the logistic regression with the higher F1 on validation patients: weighted or not."""
    known, learned = features(parts.validation), features(rows)
    models: list[Pipeline] = []
    for weights in (None, "balanced"):
        regression = LogisticRegression(C=C, class_weight=weights, max_iter=1000)
        models.append(make_pipeline(StandardScaler(), regression).fit(learned, beats.y[rows]))
    best = max(models, key=lambda model: f1_score(beats.y[parts.validation], model.predict(known), zero_division=0))
    return best.predict_proba(features(parts.test))[:, 1]


BASELINES = {
    "majority": majority,
    "RR intervals, logistic regression": rr_regression,
    "one dense layer on the window": dense_on_window,
}
