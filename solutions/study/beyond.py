"""Beyond the handout: all networks together, and with them what a window cannot show: whether the beat is early for this patient."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.linear_model import LogisticRegression

from ecgkit.protocols import Parts

from . import runs
from .beats import Beats
from .fit import chosen_rows, predict

#: Beats of one kind of one record from which the rhythm is learned, as many as a network gets.
PER_KIND = 400

#: A probability that is nearer to 0 or 1 says no more.
LEAST = 1e-3


def beyond(
    networks: Mapping[str, Sequence[runs.Trained]], found: Mapping[str, Sequence[NDArray]], beats: Beats, parts: Parts
) -> dict[str, NDArray[np.float64]]:
    """Probabilities of the test rows by two models that learn nothing from them.

    Training rows teach the trees that look at the rhythm; how much each side counts is fitted to the validation rows, which
    neither side has learned from.

    Args:
        networks: finished trainings, by name.
        found: what each of them gave for the test rows, in the same order.
        beats: all rows.
        parts: who is learned from, who decides on the weights, who is tested.

    Returns:
        By name: (n,) probabilities of abnormal.
    """
    trained = [each for group in networks.values() for each in group]
    on_validation = [
        predict(runs.load_network(each), each.recipe, beats, parts.validation).astype(np.float64) for each in trained
    ]
    on_test = [y_prob for group in networks for y_prob in found[group]]
    rhythm = _rhythm(beats, parts)
    both = [
        np.stack([_together(seen), _logit(rhythm.predict_proba(ratios(beats, rows))[:, 1])], axis=1)
        for seen, rows in ((on_validation, parts.validation), (on_test, parts.test))
    ]
    weights = LogisticRegression().fit(both[0], beats.y[parts.validation])
    return {
        "all networks together": 1 / (1 + np.exp(-both[1][:, 0])),
        "all networks, and how early the beat comes": weights.predict_proba(both[1])[:, 1],
    }


def ratios(beats: Beats, rows: NDArray) -> NDArray[np.float64]:
    """(n, 3): the time before / the usual one, after / usual, before / after. A slow and a fast heart have the same."""
    before, after, usual = beats.intervals[rows].astype(np.float64).T
    return np.stack([before / usual, after / usual, before / after], axis=1)


def _rhythm(beats: Beats, parts: Parts) -> ExtraTreesClassifier:
    rows = chosen_rows(beats, parts.train, PER_KIND)
    trees = ExtraTreesClassifier(200, min_samples_leaf=20, class_weight="balanced", random_state=0, n_jobs=1)
    return trees.fit(ratios(beats, rows), beats.y[rows])


def _together(y_prob: Sequence[NDArray]) -> NDArray[np.float64]:
    """The mean of the logits: (n,)."""
    return np.mean([_logit(each) for each in y_prob], axis=0)


def _logit(y_prob: NDArray) -> NDArray[np.float64]:
    p = np.clip(y_prob, LEAST, 1 - LEAST)
    return np.log(p / (1 - p))
