"""Checks of task 5: the four numbers that judge a network."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import expect
from .checks import check
from .failures import CallFailed, CheckFailed
from .grading_data import GradingData
from .submission import Submission

METRICS = ("accuracy", "precision", "recall", "f1")


@check("evaluate", points=1, visible=True, hint="Count TP, FP and FN of the abnormal class, then follow the formulas.")
def test_metrics_of_ten_beats(submission: Submission, data: GradingData) -> None:
    """`evaluate` counts right: ten beats, of which three are hit, two missed, and one called abnormal wrongly."""
    y_true = np.array([[1], [1], [1], [1], [1], [0], [0], [0], [0], [0]])
    y_prob = np.array([[0.9], [0.8], [0.6], [0.4], [0.1], [0.7], [0.35], [0.3], [0.2], [0.1]])
    got, afterwards = submission.call("evaluate", y_true, y_prob, with_arguments=True)
    _metrics_are(got, [0.7, 0.75, 0.6, 2 / 3], _ten_beat_mistakes(), _ten_beat_mistakes_of_one())
    problem = "`evaluate` changed an array that came in, which later cells plot and save: make a new one, `called = y_prob >= 0.5`."
    expect.unchanged([y_true, y_prob], afterwards, problem)


@check(
    "evaluate", points=0.5, hint="Make both arrays flat first: (N, 1) == (N,) compares every row with every other one."
)
def test_metrics_equal_scikit_learn(submission: Submission, data: GradingData) -> None:
    """`evaluate` equals scikit-learn, for (N, 1) and (N,) in any combination."""
    from . import oracles_metrics

    rng = data.rng("metrics")
    for truth_shape, prob_shape in (((-1,), (-1,)), ((-1, 1), (-1, 1)), ((-1, 1), (-1,)), ((-1,), (-1, 1))):
        y_true, y_prob = oracles_metrics.draw_rows(rng, rows=int(rng.integers(900, 1400)))
        # Labels as they come in the course, more than an int8 can count; some probabilities are as far out as they can be.
        y_true, y_prob[rng.permutation(len(y_prob))[:60]] = y_true.astype(np.int8), np.repeat([0.0, 1.0], 30)
        got = submission.call("evaluate", y_true.reshape(truth_shape), y_prob.reshape(prob_shape))
        right = oracles_metrics.four(y_true, y_prob)
        balanced = (right[2] + np.mean(y_prob[y_true == 0] < 0.5)) / 2
        balanced_accuracy = (
            "The accuracy is the mean of both classes' recalls; it is the share of all rows that are right."
        )
        named = {
            balanced_accuracy: np.array([balanced, *right[1:]]),
            **oracles_metrics.mistakes(y_true, y_prob),
            **oracles_metrics.mistakes_at_the_limits(y_true, y_prob),
            **oracles_metrics.other_thresholds(y_true, y_prob),
        }
        _metrics_are(got, right, named, oracles_metrics.mistakes_of_one(y_true, y_prob))
    # As many as in the course, and as unevenly spread.
    y_true, y_prob = oracles_metrics.draw_rows(rng, rows=120_000)
    order = np.argsort(y_true, kind="stable")
    got = submission.call("evaluate", y_true[order], y_prob[order])
    problem = (
        "With 120,000 rows a metric is wrong: are they counted in a type that is too small, or averaged over batches?"
    )
    expect.is_true(np.allclose(_numbers(got), oracles_metrics.four(y_true, y_prob), atol=1e-3), problem)


@check(
    "evaluate",
    points=0.5,
    hint="A ratio 0 / 0 is 0: ask whether the denominator is 0 before you divide. `confusion_matrix` needs `labels=[0, 1]` here.",
)
def test_metrics_of_empty_classes(submission: Submission, data: GradingData) -> None:
    """Without abnormal beats, or without beats that were called abnormal, a ratio 0 / 0 is 0."""
    rows = int(data.rng("empty classes").integers(5, 30))
    for truth, prob in ((0, 0.1), (1, 0.2), (0, 0.9), (1, 0.8)):
        y_true, y_prob = np.full((rows, 1), truth), np.full((rows, 1), prob)
        got = submission.call("evaluate", y_true, y_prob)
        values = (
            [float(value) for value in got.values() if isinstance(value, int | float)] if isinstance(got, dict) else []
        )
        expect.is_true(np.isfinite(values).all(), "A metric is NaN or infinite: a ratio 0 / 0 must be 0.")
        # Accuracy, and F1 where there are hits, are judged elsewhere.
        _, precision, recall, f1 = _numbers(got)
        hits = float(truth == 1 and prob >= 0.5)
        where = (
            f"Where {'every' if truth else 'no'} beat is abnormal and {'every' if prob >= 0.5 else 'none'} is called so"
        )
        expect.is_true(
            np.allclose([precision, recall], hits, atol=1e-3), f"{where}, precision and recall are {hits:g}."
        )
        expect.is_true(hits or abs(f1) < 1e-3, f"{where}, F1 is 0.")
    _no_hit(submission, rows)


def _no_hit(submission: Submission, rows: int) -> None:
    """Beats are called abnormal and beats are abnormal, but never the same ones."""
    y_true = np.repeat([0, 1, 0], rows).reshape(-1, 1).astype(np.int8)
    y_prob = np.where(y_true == 1, 0.2, np.repeat([0.8, 0.8, 0.1], rows).reshape(-1, 1))
    try:
        got = submission.call("evaluate", y_true, y_prob)
    except CallFailed as error:
        if error.kind == "raised":
            raise CheckFailed(NO_HIT, got=error.text) from None
        raise
    values = [float(value) for value in got.values() if isinstance(value, int | float)] if isinstance(got, dict) else []
    expect.is_true(np.isfinite(values).all(), NO_HIT)
    expect.is_true(np.allclose(_numbers(got)[1:], 0, atol=1e-3), NO_HIT)


NO_HIT = "Where no beat that is called abnormal is abnormal, precision and recall are 0, and F1 = 0 / 0 must be 0, not NaN or infinite and no error."


@check("evaluate", points=0.5, hint="`y_prob >= 0.5`: not `>`, and not `np.round`, which rounds 0.5 to 0.")
def test_half_means_abnormal(submission: Submission, data: GradingData) -> None:
    """A probability of exactly 0.5 means abnormal."""
    from . import oracles_metrics

    rng = data.rng("threshold")
    y_true, y_prob = oracles_metrics.draw_rows(rng, rows=60)
    y_prob[rng.permutation(60)[:25]] = 0.5
    # Beside what this function itself makes of 0.4 and of 0.9: whether its formulas are right is judged elsewhere.
    as_normal, got, as_abnormal = (
        _numbers(submission.call("evaluate", y_true, np.where(y_prob == 0.5, other, y_prob)))
        for other in (0.02, 0.5, 0.98)
    )
    expect.is_true(
        not np.allclose(as_normal, as_abnormal), "The metrics do not depend on which beats are called abnormal."
    )
    problem = "A probability of exactly 0.5 counts as normal; it means abnormal."
    expect.is_true(not np.allclose(got, as_normal), problem)
    expect.is_true(np.allclose(got, as_abnormal), "A probability of exactly 0.5 means abnormal, as 0.98 does.")


@check("evaluate", points=0.5, hint="Compare the two lengths at the top and raise a ValueError.")
def test_metrics_refuse_what_does_not_fit(submission: Submission, data: GradingData) -> None:
    """`evaluate` raises a ValueError for two different lengths and for no row."""
    # What refuses everything has not shown that it refuses this.
    submission.call("evaluate", np.array([[0], [1]]), np.array([[0.1], [0.9]]))
    lengths = "Labels and probabilities of different lengths: `evaluate` must raise a ValueError."
    for rows in ((6, 5), (1, 4), (4, 1)):
        y_true, y_prob = np.ones((rows[0], 1), int), np.full((rows[1], 1), 0.7)
        expect.raises(
            lambda y_true=y_true, y_prob=y_prob: submission.call("evaluate", y_true, y_prob), "ValueError", lengths
        )
    nothing = np.zeros((0, 1))
    problem = "Without any row there is no metric: `evaluate` must raise a ValueError."
    expect.raises(lambda: submission.call("evaluate", nothing.astype(int), nothing), "ValueError", problem)


def _numbers(value: Any) -> NDArray[np.float64]:
    expect.is_true(isinstance(value, dict), "`evaluate` returns no dict.", got=expect.summary(value))
    expect.is_true(set(value) == set(METRICS), f"The keys must be {', '.join(METRICS)}.", got=str(list(value)))
    return np.array([_one_number(value[name], name) for name in METRICS])


def _metrics_are(
    value: Any,
    expected: list[float] | NDArray,
    mistakes: dict[str, Any],
    mistakes_of_one: Mapping[str, dict[str, float]] = MappingProxyType({}),
) -> None:
    """The four numbers are right.

    Args:
        value: what came back.
        expected: the four, in the order of METRICS.
        mistakes: sentence -> the four that this mistake gives, or several rows of four.
        mistakes_of_one: by metric, sentence -> the number that this mistake gives, where the other three are right.
    """
    numbers, right = _numbers(value), np.asarray(expected, dtype=float)
    for sentence, wrong in {**mistakes, **expect.rounded(right)}.items():
        is_it = any(
            np.allclose(numbers, four, atol=1e-6) and not np.allclose(right, four, atol=1e-6)
            for four in np.atleast_2d(wrong)
        )
        expect.is_true(not is_it, sentence, got=_listed(numbers), expected=_listed(right))
    for name, number, wanted in zip(METRICS, numbers, right, strict=True):
        atol = 1e-6 + 1e-5 * abs(wanted)
        expect.number(number, wanted, f"`{name}`", atol=atol, mistakes=mistakes_of_one.get(name))


def _listed(numbers: NDArray) -> str:
    return ", ".join(f"{name} {number:.4g}" for name, number in zip(METRICS, numbers, strict=True))


def _one_number(value: Any, name: str) -> float:
    found = expect.array(value, name)
    expect.is_true(found.size == 1, f"{name} must be one number.", got=expect.summary(value))
    return float(found.ravel()[0])


def _ten_beat_mistakes() -> dict[str, list[float]]:
    """What each mistake makes of the ten beats, worked out by hand."""
    return {
        "Precision and recall are swapped.": [0.7, 0.6, 0.75, 2 / 3],
        "F1 is the accuracy.": [0.7, 0.75, 0.6, 0.7],
        "F1 is the plain mean of precision and recall; it is the harmonic one.": [0.7, 0.75, 0.6, 0.675],
        "The metrics are those of the normal class.": [0.7, 2 / 3, 0.8, 8 / 11],
        "The metrics are averaged over both classes; they are those of the abnormal class.": [
            0.7,
            17 / 24,
            0.7,
            23 / 33,
        ],
        "The metrics are averaged over both classes (micro), which gives the accuracy; they are those of the abnormal class.": [
            0.7,
            0.7,
            0.7,
            0.7,
        ],
        "The metrics are in per cent; they lie between 0 and 1.": [70, 75, 60, 200 / 3],
        "Every beat is called abnormal: compare each probability with 0.5.": [0.5, 0.5, 1, 2 / 3],
        "Every beat is called normal: compare each probability with 0.5.": [0.5, 0, 0, 0],
        "Beats are called abnormal from 0.3 on; it is 0.5.": [0.6, 4 / 7, 0.8, 2 / 3],
        "Beats are called abnormal from 0.4 on; it is 0.5.": [0.8, 0.8, 0.8, 0.8],
    }


def _ten_beat_mistakes_of_one() -> dict[str, dict[str, float]]:
    """What a mistake in one metric makes of it, worked out by hand: precision 3 / 4, recall 3 / 5."""
    return {
        "accuracy": {"The accuracy is the share of wrong rows.": 0.3},
        "precision": {
            "The precision is that of the normal class (the negative predictive value).": 2 / 3,
            "The precision divides the hits by all rows.": 0.3,
        },
        "recall": {
            "The recall is that of the normal class (the specificity).": 0.8,
            "The recall is the share of normal beats that are called abnormal.": 0.2,
            "The recall divides the hits by all rows.": 0.3,
        },
        "f1": {
            "F1 is that of the normal class.": 8 / 11,
            "F1 lacks its factor 2: it is 2 P R / (P + R).": 1 / 3,
            "F1 is the product of precision and recall; it is their harmonic mean.": 0.45,
            "F1 is the smaller one of precision and recall; it is their harmonic mean.": 0.6,
            "F1 is hits / (hits + false alarms + missed), the Jaccard index.": 0.5,
            "F1 is the geometric mean of precision and recall; it is the harmonic one.": 0.45**0.5,
            "F1 is F2, in which recall weighs more; it is 2 P R / (P + R).": 5 * 0.45 / (4 * 0.75 + 0.6),
            "F1 is F0.5, in which precision weighs more; it is 2 P R / (P + R).": 1.25 * 0.45 / (0.25 * 0.75 + 0.6),
        },
    }
