"""What stands beside every network: no learning at all, three numbers a cardiologist would count, and one layer on the raw window.

Where the networks weigh both classes alike, so do the two that learn: a threshold of 0.5 then means the same for all.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from ecgkit.protocols import Parts

from .beats import Beats

#: Rows that the dense layer learns from, spread over all training patients.
DENSE_ROWS = 20_000


def majority(beats: Beats, parts: Parts, weights: str | None) -> NDArray[np.float64]:
    """Probability of abnormal of each test row: the share in training, the same for all."""
    return np.full(len(parts.test), beats.y[parts.train].mean())


def rr_regression(beats: Beats, parts: Parts, weights: str | None) -> NDArray[np.float64]:
    """Logistic regression on when the beat comes: the intervals before and after it, and both in units of the usual one."""
    model = make_pipeline(StandardScaler(), LogisticRegression(class_weight=weights, max_iter=1000))
    model.fit(rr_features(beats, parts.train), beats.y[parts.train])
    return model.predict_proba(rr_features(beats, parts.test))[:, 1]


def rr_features(beats: Beats, rows: NDArray) -> NDArray[np.float32]:
    """(n, 5): before, after, usual (s), before / usual, after / usual."""
    before, after, usual = beats.intervals[rows].T
    return np.stack([before, after, usual, before / usual, after / usual], axis=1)


def dense_on_window(beats: Beats, parts: Parts, weights: str | None) -> NDArray[np.float64]:
    """One dense unit with a sigmoid on the raw window in mV, which is a logistic regression on its samples."""
    rows = parts.train[np.linspace(0, len(parts.train) - 1, min(DENSE_ROWS, len(parts.train))).astype(int)]
    model = make_pipeline(StandardScaler(), LogisticRegression(C=0.01, class_weight=weights, max_iter=1000))
    model.fit(beats.leads[rows, :, 0], beats.y[rows])
    return model.predict_proba(beats.leads[parts.test, :, 0])[:, 1]


BASELINES = {
    "majority": majority,
    "RR intervals, logistic regression": rr_regression,
    "one dense layer on the window": dense_on_window,
}
