"""Intervals over patients, against a bootstrap in loops that builds every draw row by row."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom
from sklearn.metrics import accuracy_score, f1_score, precision_score, recall_score

from ecgkit.intervals import intervals


@pytest.fixture
def rows():
    """600 beats of 7 recordings of 6 patients, who are called right to very different shares."""
    rng = np.random.default_rng(5)
    record = rng.choice(["100", "105", "201", "202", "213", "214", "231"], 600)
    y = rng.integers(0, 2, 600)
    skill = dict(zip(np.unique(record), (0.95, 0.9, 0.7, 0.6, 0.8, 0.3, 0.5), strict=True))
    right = rng.random(600) < [skill[name] for name in record]
    return y, np.where(right == (y == 1), 0.9, 0.1), record


def scores_by_hand(y, called):
    return {
        "accuracy": accuracy_score(y, called),
        "precision": precision_score(y, called),
        "recall": recall_score(y, called),
        "f1": f1_score(y, called),
        "specificity": recall_score(y, called, pos_label=0),
    }


def bootstrap_by_hand(y, prob, record, draws, seed):
    """Scores of `draws` classes of patients, each written out row by row."""
    patient = ["201" if name == "202" else name for name in record]
    people, rng, found = sorted(set(patient)), np.random.default_rng(seed), []
    for _ in range(draws):
        drawn = [people[rng.integers(len(people))] for _ in people]
        rows = [row for person in drawn for row, name in enumerate(patient) if name == person]
        found.append(scores_by_hand(y[rows], prob[rows] >= 0.5))
    return found


def test_value_is_that_of_all_rows(rows):
    y, prob, record = rows
    found = intervals(y[:, None], prob[:, None], record, draws=10)
    assert {name: each.value for name, each in found.items()} == pytest.approx(scores_by_hand(y, prob >= 0.5))
    assert {each.patients for each in found.values()} == {6}


def test_ends_are_those_of_a_bootstrap_by_hand(rows):
    y, prob, record = rows
    by_hand = bootstrap_by_hand(y, prob, record, draws=400, seed=1)
    for name, each in intervals(y, prob, record, draws=20_000).items():
        low, high = np.quantile([scores[name] for scores in by_hand], [0.025, 0.975])
        # 400 draws leave the ends of the loop's interval uncertain by some hundredths.
        assert (each.low, each.high) == pytest.approx((low, high), abs=0.04), name
        assert each.low < each.value < each.high


def test_beats_of_one_heart_do_not_make_it_more_certain(rows):
    y, prob, record = rows
    ten_times = intervals(np.tile(y, 10), np.tile(prob, 10), np.tile(record, 10))
    assert ten_times == intervals(y, prob, record)


def test_recordings_201_and_202_are_drawn_together(rows):
    y, prob, record = rows
    together = intervals(y, prob, record)
    assert together == intervals(y, prob, np.where(record == "202", "201", record))
    apart = intervals(y, prob, np.where(record == "202", "999", record))
    assert (together["accuracy"].patients, apart["accuracy"].patients) == (6, 7)
    assert together["accuracy"].low != apart["accuracy"].low


def test_seed_decides_the_draws(rows):
    assert intervals(*rows, seed=1) == intervals(*rows, seed=1) != intervals(*rows, seed=2)


def test_one_patient_says_nothing_about_others():
    found = intervals([0, 1, 1, 1], [0.1, 0.9, 0.9, 0.1], ["201", "201", "202", "202"])
    assert str(found["accuracy"]) == "0.750 (0.000 to 1.000)"
    assert found["accuracy"].patients == 1


def test_a_ratio_of_nothing_is_zero():
    found = intervals([0, 0], [0.1, 0.2], [100, 101])
    assert [found[name].value for name in ("precision", "recall", "f1")] == [0, 0, 0]
    assert (found["specificity"].low, found["specificity"].high) == (1, 1)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (([0, 1], [0.5], ["a", "b"]), "Received 2, 1 and 2"),
        (([0, 1], [0.5, 0.5], ["a"]), "Received 2, 2 and 1"),
        (([0, 2], [0.5, 0.5], ["a", "b"]), "only 0 and 1"),
        (([0, 1], [0.5, np.nan], ["a", "b"]), "NaN"),
        (([], [], []), "Received 0 rows"),
    ],
)
def test_refusals_say_what_was_received(arguments, words):
    with pytest.raises(ValueError, match=words):
        intervals(*arguments)


def test_no_draw_is_refused(rows):
    with pytest.raises(ValueError, match=r"`draws` must be 1 or more\. Received 600 rows, 0"):
        intervals(*rows, draws=0)


def test_an_interval_holds_95_of_100_draws():
    """Of 100 patients with one beat each, half of them right, the share that is right is binomial."""
    y, prob, record = np.ones(100, int), np.repeat([0.9, 0.1], 50), [f"p{number}" for number in range(100)]
    accuracy = intervals(y, prob, record, draws=20_000)["accuracy"]
    assert (accuracy.low, accuracy.high) == pytest.approx(
        tuple(np.array(binom.interval(0.95, 100, 0.5)) / 100), abs=0.011
    )
