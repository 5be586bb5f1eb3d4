"""The four metrics by scikit-learn, and what known mistakes make of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .expect import OVERFLOW


def four(y_true: NDArray, y_prob: NDArray, threshold: float = 0.5) -> NDArray[np.float64]:
    """Accuracy, precision, recall and F1 of the abnormal class; a ratio 0 / 0 is 0."""
    from sklearn.metrics import accuracy_score

    truth, called = y_true.ravel(), (y_prob.ravel() >= threshold).astype(int)
    return np.array([accuracy_score(truth, called), *_three(truth, called, average="binary")])


def draw_rows(rng: np.random.Generator, rows: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Labels and probabilities (N,) whose metrics all differ: more rows are missed than wrongly called abnormal."""
    y_true = (np.arange(rows) < rows // 3).astype(np.int64)
    y_prob = np.where(y_true == 1, rng.uniform(0.2, 0.9, rows), rng.uniform(0.02, 0.6, rows))
    order = rng.permutation(rows)
    return y_true[order], y_prob[order]


def mistakes(y_true: NDArray, y_prob: NDArray) -> dict[str, NDArray[np.float64]]:
    """Sentence -> the four numbers that this mistake gives."""
    truth, called = y_true.ravel(), (y_prob.ravel() >= 0.5).astype(int)
    accuracy, precision, recall, f1 = four(y_true, y_prob)
    crossed = float(np.mean(truth.reshape(-1, 1) == called))
    return {
        "Precision and recall are swapped.": np.array([accuracy, recall, precision, f1]),
        "F1 is the accuracy.": np.array([accuracy, precision, recall, accuracy]),
        "F1 is the plain mean of precision and recall; it is the harmonic one.": np.array(
            [accuracy, precision, recall, (precision + recall) / 2]
        ),
        "The metrics are those of the normal class.": np.array(
            [accuracy, *_three(1 - truth, 1 - called, average="binary")]
        ),
        "The metrics are averaged over both classes; they are those of the abnormal class.": np.array(
            [accuracy, *_three(truth, called, average="macro")]
        ),
        "The metrics are averaged over both classes, weighted by their size; they are those of the abnormal class.": np.array(
            [accuracy, *_three(truth, called, average="weighted")]
        ),
        "The metrics are averaged over both classes (micro), which gives the accuracy; they are those of the abnormal class.": np.full(
            4, accuracy
        ),
        "The accuracy compares every row with every other one: (N, 1) == (N,) has N x N entries.": np.array(
            [crossed, precision, recall, f1]
        ),
    }


def other_thresholds(y_true: NDArray, y_prob: NDArray) -> dict[str, NDArray[np.float64]]:
    """Sentence -> rows of the four numbers, one a threshold, for beats that are called abnormal from another probability on."""
    others: dict[str, tuple[float, ...]] = {
        "another probability than 0.5": (0.2, 0.25, 0.3, 0.4, 0.45, 0.6, 0.7, 0.75, 0.8, 0.9),
        "the mean of the probabilities, not 0.5,": (float(np.mean(y_prob)),),
        "the median of the probabilities, not 0.5,": (float(np.median(y_prob)),),
    }
    every = {
        "Every beat is called abnormal: compare each probability with 0.5.": four(y_true, np.ones_like(y_prob)),
        "Every beat is called normal: compare each probability with 0.5.": four(y_true, np.zeros_like(y_prob)),
    }
    return every | {
        f"Beats are called abnormal from {words} on.": np.stack([four(y_true, y_prob, each) for each in thresholds])
        for words, thresholds in others.items()
    }


def mistakes_of_one(y_true: NDArray, y_prob: NDArray) -> dict[str, dict[str, float]]:
    """By metric, sentence -> the number, for mistakes in it alone."""
    truth, called = y_true.ravel(), (y_prob.ravel() >= 0.5).astype(int)
    _, precision, recall, f1 = four(y_true, y_prob)
    normal_precision, normal_recall, normal_f1 = _three(1 - truth, 1 - called, average="binary")
    averages = {average: _three(truth, called, average) for average in ("macro", "weighted", "micro")}
    found = {
        "accuracy": {"The accuracy is the share of wrong rows.": float(np.mean(truth != called))},
        "precision": {
            "The precision is that of the normal class (the negative predictive value).": normal_precision,
            "The precision divides the hits by all rows.": float(np.mean(truth & called)),
        },
        "recall": {
            "The recall is that of the normal class (the specificity).": normal_recall,
            "The recall is the share of normal beats that are called abnormal.": 1 - normal_recall,
            "The recall divides the hits by all rows.": float(np.mean(truth & called)),
        },
        "f1": {
            "F1 is that of the normal class.": normal_f1,
            "F1 lacks its factor 2: it is 2 P R / (P + R).": f1 / 2,
            "F1 is the product of precision and recall; it is their harmonic mean.": precision * recall,
            "F1 is the smaller one of precision and recall; it is their harmonic mean.": min(precision, recall),
            "F1 is hits / (hits + false alarms + missed), the Jaccard index.": f1 / (2 - f1),
            "F1 is the geometric mean of precision and recall; it is the harmonic one.": float(
                np.sqrt(precision * recall)
            ),
            "F1 is F2, in which recall weighs more; it is 2 P R / (P + R).": _f_beta(precision, recall, 2),
            "F1 is F0.5, in which precision weighs more; it is 2 P R / (P + R).": _f_beta(precision, recall, 0.5),
        },
    }
    for place, name in enumerate(("precision", "recall", "f1")):
        for average, three in averages.items():
            found[name][f"`{name}` is averaged over both classes ({average}); it is that of the abnormal class."] = (
                three[place]
            )
    return found


def _f_beta(precision: float, recall: float, beta: float) -> float:
    return (1 + beta**2) * precision * recall / (beta**2 * precision + recall)


def mistakes_at_the_limits(y_true: NDArray, y_prob: NDArray) -> dict[str, NDArray[np.float64]]:
    """Sentence -> the four numbers, for mistakes that only int8 labels or probabilities of exactly 0 and 1 bring out."""
    truth, called = y_true.ravel() == 1, y_prob.ravel() >= 0.5
    zero, one = y_prob.ravel() == 0, y_prob.ravel() == 1
    hits, alarms, missed = (
        float(np.sum(each, dtype=np.int8)) for each in (truth & called, ~truth & called, truth & ~called)
    )
    return {
        OVERFLOW: np.array([np.mean(truth == called), *_of_counts(hits, alarms, missed)]),
        "A probability of exactly 1 counts as neither class: it means abnormal.": _of_calls(truth, called & ~one, one),
        "A probability of exactly 1 counts as normal: it means abnormal.": _of_calls(truth, called & ~one),
        "A probability of exactly 0 counts as neither class: it means normal.": _of_calls(truth, called, zero),
        "A probability of exactly 0 counts as abnormal: it means normal.": _of_calls(truth, called | zero),
    }


def _of_calls(truth: NDArray, called: NDArray, neither: NDArray | bool = False) -> NDArray[np.float64]:
    """The four metrics, where rows that are called neither class are never right."""
    accuracy = np.mean((truth == called) & ~np.asarray(neither))
    return np.array([accuracy, *_of_counts(np.sum(truth & called), np.sum(~truth & called), np.sum(truth & ~called))])


def _of_counts(hits: float, alarms: float, missed: float) -> NDArray[np.float64]:
    """Precision, recall and F1."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.divide([hits, hits, 2 * hits], [hits + alarms, hits + missed, 2 * hits + alarms + missed])


def _three(truth: NDArray, called: NDArray, average: str) -> tuple[float, float, float]:
    from sklearn.metrics import precision_recall_fscore_support

    return precision_recall_fscore_support(truth, called, average=average, zero_division=0)[:3]
