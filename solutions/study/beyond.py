"""Beyond the handout: all networks together, and two ways to add what one window of one lead cannot show.

One adds whether a beat is early for this patient, the other asks about both leads, and about each beat with those that look like it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsRegressor

from ecgkit.protocols import Parts

from . import runs
from .beats import FS, Beats, chosen_rows
from .fit import predict
from .recipe import Recipe

if TYPE_CHECKING:
    import keras

#: Beats of one kind of one record from which the rhythm is learned, as many as a network gets.
PER_KIND = 400

#: Radians by which the leads are turned into each other, beside the course's lead as it was recorded.
ANGLES = -0.5, 0.5

#: Beats of a record that are asked together, the one in question among them.
ALIKE = 50

#: Seconds before and after a beat that say whether two look alike: from the end of the P wave into the T wave.
BEFORE, AFTER = 0.15, 0.35

#: A probability that is nearer to 0 or 1 says no more.
LEAST = 1e-3


def beyond(
    networks: Mapping[str, Sequence[runs.Trained]], found: Mapping[str, Sequence[NDArray]], beats: Beats, parts: Parts
) -> dict[str, NDArray[np.float64]]:
    """Probabilities of the test rows by models that learn nothing from them.

    Args:
        networks: finished trainings, by name.
        found: what each of them gave for the test rows, in the same order.
        beats: all rows.
        parts: who is learned from, who decides on the weights, who is tested.

    Returns:
        By name: (n,) probabilities of abnormal.
    """
    loaded = [(runs.load_network(trained), trained.recipe) for group in networks.values() for trained in group]
    together = np.mean([_logit(y_prob) for group in networks for y_prob in found[group]], axis=0)
    turned = [_together(loaded, beats, parts.test, angle) for angle in ANGLES]
    return {
        "all networks together": expit(together),
        "all networks, and how early the beat comes": with_rhythm(
            _together(loaded, beats, parts.validation), together, beats, parts
        ),
        "all networks, turned leads, beats alike": expit(
            mean_of_alike(np.mean([together, *turned], axis=0), beats, parts.test)
        ),
    }


def with_rhythm(on_validation: NDArray, on_test: NDArray, beats: Beats, parts: Parts) -> NDArray[np.float64]:
    """Probabilities of the test rows by networks and trees that look at the rhythm.

    Training rows teach the trees; how much each side counts is fitted to the validation rows, which neither side has learned
    from.

    Args:
        on_validation: logits of the networks for the validation rows.
        on_test: the same for the test rows.
        beats: all rows.
        parts: the three groups of them.

    Returns:
        (n,) for the test rows.
    """
    rows = chosen_rows(beats, parts.train, PER_KIND)
    trees = ExtraTreesClassifier(200, min_samples_leaf=20, class_weight="balanced", random_state=0, n_jobs=1)
    trees.fit(ratios(beats, rows), beats.y[rows])
    validation, test = (
        np.stack([logits, _logit(trees.predict_proba(ratios(beats, rows))[:, 1])], axis=1)
        for logits, rows in ((on_validation, parts.validation), (on_test, parts.test))
    )
    return LogisticRegression().fit(validation, beats.y[parts.validation]).predict_proba(test)[:, 1]


def ratios(beats: Beats, rows: NDArray) -> NDArray[np.float64]:
    """(n, 3): the time before / the usual one, after / usual, before / after. A slow and a fast heart have the same."""
    before, after, usual = beats.intervals[rows].astype(np.float64).T
    return np.stack([before / usual, after / usual, before / after], axis=1)


def mean_of_alike(values: NDArray, beats: Beats, rows: NDArray) -> NDArray[np.float64]:
    """The mean over the `ALIKE` beats of the same record whose shape is nearest.

    Noise and wander average out, as in a signal-averaged ECG. So does an early beat of the usual shape, and where a network is
    wrong about most of a heart's beats, it becomes wrong about all of them.

    Args:
        values: (n,) of these rows.
        beats: all rows.
        rows: (n,) which of them look for each other.

    Returns:
        (n,).
    """
    means, record = np.empty(len(rows)), beats.record[rows]
    for name in np.unique(record):
        same = np.flatnonzero(record == name)
        shapes = _shapes(beats.leads[rows[same]])
        alike = KNeighborsRegressor(min(ALIKE, len(same)), algorithm="brute").fit(shapes, values[same])
        means[same] = alike.predict(shapes)
    return means


def _shapes(leads: NDArray) -> NDArray:
    """Both leads near the beat, each without its mean, together of length 1: (n, times, 2) -> (n, 2 (BEFORE + AFTER) FS)."""
    middle = leads.shape[1] // 2
    near = leads[:, middle - round(BEFORE * FS) : middle + round(AFTER * FS)]
    near = (near - near.mean(axis=1, keepdims=True)).reshape(len(leads), -1)
    length = np.linalg.norm(near, axis=1, keepdims=True)
    return near / np.where(length > 0, length, 1)


def _together(
    networks: Sequence[tuple[keras.Model, Recipe]], beats: Beats, rows: NDArray, angle: float = 0.0
) -> NDArray[np.float64]:
    """The mean of the networks' logits for these rows, of the course's lead or of both turned: (n,)."""
    found = (predict(model, recipe, beats, rows, angle=angle) for model, recipe in networks)
    return np.mean([_logit(y_prob) for y_prob in found], axis=0)


def _logit(y_prob: NDArray) -> NDArray[np.float64]:
    return logit(np.clip(y_prob.astype(np.float64), LEAST, 1 - LEAST))
