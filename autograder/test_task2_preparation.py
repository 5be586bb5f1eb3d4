"""Checks of task 2: labels, data matrix, split."""

from __future__ import annotations

import numpy as np

from ecgkit.symbols import MEANINGS

from . import expect, oracles
from .checks import check
from .grading_data import GradingData
from .submission import Submission


@check("label_beats", points=1, visible=True, hint="N is normal; the thirteen symbols of ecgkit.ABNORMAL_SYMBOLS are abnormal.")
def test_labels_of_common_symbols(submission: Submission, data: GradingData) -> None:
    """`label_beats` tells normal beats (0) from abnormal ones (1) and from other marks (-1)."""
    labels = submission.call("label_beats", ["+", "N", "N", "V", "L", "~", "/"])
    expect.close(labels, np.array([-1, 0, 0, 1, 1, -1, 1]), "The array of labels")


@check("label_beats", points=1, hint="Every symbol that is neither N nor one of ecgkit.ABNORMAL_SYMBOLS is -1; Q and the rhythm marks too.")
def test_label_of_every_symbol(submission: Submission, data: GradingData) -> None:
    """Every annotation symbol that wfdb knows gets its right label."""
    symbols = [str(symbol) for symbol in data.rng("symbols").permutation(list(MEANINGS))]
    expected = np.array([oracles.label_of(symbol) for symbol in symbols])
    expect.close(submission.call("label_beats", symbols), expected, "The array of labels")
