"""`ecgkit.metrics` against loops that count by hand, and its refusals."""

import numpy as np
import pytest

from ecgkit import ABNORMAL_SYMBOLS
from ecgkit.metrics import confusion, per_record_table, per_symbol_table

SYMBOLS = np.array(["N", *ABNORMAL_SYMBOLS])


@pytest.fixture
def beats():
    """500 beats of 4 records with random probabilities; record "d" has no abnormal beat, "c" no normal one."""
    rng = np.random.default_rng(3)
    symbol = rng.choice(SYMBOLS, 500, p=[0.5, *[0.5 / 13] * 13])
    record = np.where(symbol == "N", rng.choice(["a", "b", "d"], 500), rng.choice(["a", "b", "c"], 500))
    prob = rng.random(500)
    prob[:20] = 0.5
    return (symbol != "N").astype(np.int8), prob, record, symbol


def count_by_hand(y_true, y_prob):
    counts = [[0, 0], [0, 0]]
    for truth, probability in zip(y_true, y_prob, strict=True):
        counts[int(truth)][1 if probability >= 0.5 else 0] += 1
    return counts


def test_confusion_counts_every_beat_once(beats):
    y, prob, _, _ = beats
    assert confusion(y, prob).tolist() == count_by_hand(y, prob)
    assert confusion(y[:, None], prob[:, None]).tolist() == count_by_hand(y, prob)


def test_confusion_keeps_both_classes_when_one_is_absent():
    assert confusion([0, 0], [0.1, 0.9]).tolist() == [[1, 1], [0, 0]]
    assert confusion([], []).tolist() == [[0, 0], [0, 0]]


def test_per_record_counts_each_recording_by_itself(beats):
    y, prob, record, _ = beats
    rows = per_record_table(y, prob, record)
    assert [row.record for row in rows] == ["a", "b", "c", "d"]
    for row in rows:
        mine = record == row.record
        (tn, fp), (fn, tp) = count_by_hand(y[mine], prob[mine])
        assert (row.normal, row.abnormal) == (tn + fp, fn + tp)
        assert row.specificity == (pytest.approx(tn / (tn + fp)) if tn + fp else None)
        assert row.recall == (pytest.approx(tp / (tp + fn)) if tp + fn else None)
        assert row.accuracy == pytest.approx((tn + tp) / mine.sum())
    assert rows[2].specificity is None
    assert rows[3].recall is None


def test_per_symbol_calls_only_N_normal(beats):
    _, prob, _, symbol = beats
    rows = per_symbol_table(prob, symbol)
    assert [row.symbol for row in rows] == [kind for kind in SYMBOLS if kind in symbol]
    for row in rows:
        mine = prob[symbol == row.symbol]
        right = sum((p < 0.5) if row.symbol == "N" else (p >= 0.5) for p in mine)
        assert (row.beats, row.correct) == (len(mine), pytest.approx(right / len(mine)))
        assert row.meaning


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: confusion([0, 1], [0.5]), "2 labels and 1 probabilities"),
        (lambda: confusion([0, 2], [0.5, 0.5]), "only 0 and 1"),
        (lambda: confusion([0, 1], [0.5, np.nan]), "NaN"),
        (lambda: per_record_table([0, 1], [0.1, 0.2], ["a"]), "`record`"),
        (lambda: per_symbol_table([0.1, 0.2], ["N", "Q"]), "Received also Q"),
    ],
)
def test_refusals_say_what_was_received(call, words):
    with pytest.raises(ValueError, match=words):
        call()
