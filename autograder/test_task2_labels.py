"""Checks of task 2: labels of annotation symbols."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ecgkit.symbols import MEANINGS

from . import expect, oracles
from .checks import check
from .grading_data import GradingData
from .submission import Submission


@check(
    "label_beats",
    points=1,
    visible=True,
    hint="N is normal; the thirteen symbols of ecgkit.ABNORMAL_SYMBOLS are abnormal.",
)
def test_labels_of_common_symbols(submission: Submission, data: GradingData) -> None:
    """`label_beats` tells normal beats (0) from abnormal ones (1) and from other marks (-1)."""
    symbols = ["+", "N", "N", "V", "A", "~", "V"]
    labels, afterwards = submission.call("label_beats", symbols, with_arguments=True)
    mistakes = {
        "Normal and abnormal are swapped: N is 0.": np.array([-1, 1, 1, 0, 0, -1, 0]),
        "Marks that are no beats are labelled as abnormal: they are -1.": np.array([1, 0, 0, 1, 1, 1, 1]),
        "Marks that are no beats are labelled as normal: they are -1.": np.array([0, 0, 0, 1, 1, 0, 1]),
        "Marks that are no beats are left out: each symbol gets a label, -1 for these.": np.array([0, 0, 1, 1, 1]),
        "Each symbol has a label of its own: all abnormal beats are 1.": np.array([-1, 0, 0, 1, 2, -1, 1]),
    }
    expect.close(labels, np.array([-1, 0, 0, 1, 1, -1, 1]), "The array of labels", mistakes=mistakes)
    problem = "`label_beats` changed the list that came in: it is the record's own."
    expect.unchanged([symbols], afterwards, problem)


@check(
    "label_beats",
    points=1,
    hint="Every symbol that is neither N nor one of ecgkit.ABNORMAL_SYMBOLS is -1; Q and the rhythm marks too.",
)
def test_label_of_every_symbol(submission: Submission, data: GradingData) -> None:
    """Every annotation symbol that wfdb knows gets its right label."""
    symbols = [str(symbol) for symbol in data.rng("symbols").permutation(list(MEANINGS))]
    expected = np.array([oracles.label_of(symbol) for symbol in symbols])

    def with_changed(changed: str, label: int) -> NDArray:
        return np.array(
            [label if symbol in changed else right for symbol, right in zip(symbols, expected, strict=True)]
        )

    mistakes = {
        "Q, an unclassifiable beat, is labelled as abnormal: it teaches nothing, so it is -1.": with_changed("Q", 1),
        "Q, an unclassifiable beat, is labelled as normal: it teaches nothing, so it is -1.": with_changed("Q", 0),
        "L and R, the bundle branch blocks, are labelled as normal: they are abnormal beats.": with_changed("LR", 0),
        "L and R, the bundle branch blocks, are left out: they are abnormal beats.": with_changed("LR", -1),
        "The paced beats (/ and f) are left out: they are abnormal beats.": with_changed("/f", -1),
        "Only V, A, F and S count as abnormal: there are thirteen symbols.": with_changed("LR/fjaEJe", -1),
        "L, R, e and j are labelled as normal, as in the classes of the AAMI: here they are abnormal beats.": with_changed(
            "LRej", 0
        ),
        "L, R, e, j and n are labelled as normal: all but n, which is no symbol of this course, are abnormal beats.": with_changed(
            "LRejn", 0
        ),
        "The classes are those of the AAMI: here L, R, e and j are abnormal beats, and Q is -1.": np.where(
            np.array(symbols) == "Q", 1, with_changed("LRej", 0)
        ),
        "Other beats that wfdb knows are labelled as abnormal: Q, B, r, n and ? are none of the thirteen symbols.": with_changed(
            "QBrn?", 1
        ),
        "B, r, n and ? are labelled as abnormal: they are none of the thirteen symbols.": with_changed("Brn?", 1),
        "The marks of flutter (! [ and ]) are labelled as abnormal: they are no beats, so they are -1.": with_changed(
            "![]", 1
        ),
        "x, a blocked P wave, is labelled as abnormal: it is no beat, so it is -1.": with_changed("x", 1),
        "-1 has become 255: an array of uint8 holds no negative numbers.": np.where(expected < 0, 255, expected),
    }
    for symbol in "LR/fVFAaJjSeE":
        for label in (0, -1):
            as_what = "normal" if label == 0 else "no beat"
            sentence = f"The label of {symbol!r} ({MEANINGS[symbol]}) is that of {as_what}: it is an abnormal beat."
            mistakes[sentence] = with_changed(symbol, label)
    same = "Upper and lower case are mixed up: r and R, n and N are different symbols."
    any_case = np.array([max(oracles.label_of(symbol), oracles.label_of(symbol.upper())) for symbol in symbols])
    found = submission.call("label_beats", symbols)
    for wrong in (with_changed("rs", 1), any_case):
        expect.is_true(not np.array_equal(found, wrong), same)
    expect.close(found, expected, "The array of labels", mistakes=mistakes)
    # As `record.symbol` is.
    in_tuple = submission.call("label_beats", tuple(symbols))
    expect.close(in_tuple, expected, "The array of labels of a tuple, such as `record.symbol`,")


@check("label_beats", points=0.5, hint="An empty list has no labels: np.array([]) has the shape (0,).")
def test_labels_of_no_symbols(submission: Submission, data: GradingData) -> None:
    """`label_beats` of an empty list is an empty array."""
    expect.array(submission.call("label_beats", []), "The array of labels", (0,))


#: Beats that are far from each other and from the ends of a ramp of 20 s.
