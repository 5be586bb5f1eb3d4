"""Checks of task 2: labels by the whole window instead of its centre beat."""

from __future__ import annotations

import numpy as np

from . import expect, oracles
from .checks import check
from .grading_data import GradingData
from .ramps import ramp
from .submission import Submission
from .test_task2_matrix import rows_and_labels


@check(
    "build_data_matrix",
    points=1,
    visible=True,
    hint='With label_rule="window", look for any abnormal beat from s - h up to, not including, s + h.',
)
def test_window_rule_looks_at_the_whole_window(submission: Submission, data: GradingData) -> None:
    """With `label_rule="window"` a row is abnormal if any abnormal beat lies in its window, Q and other marks not counted."""
    symbols = "NNVNNNNQN+NNNNAAN"
    record = ramp(10000, [(1000 + 450 * place, symbol) for place, symbol in enumerate(symbols)])
    _, y = rows_and_labels(submission, [record], label_rule="window")
    expected = np.array([0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1])
    mistakes = {
        '`label_rule="window"` is ignored: the labels are those of the centre beats.': np.array(
            [0, 0, 1, *[0] * 9, 1, 1, 0]
        ),
        "Q or + make a window abnormal: only the thirteen abnormal symbols do.": np.array(
            [0, 1, 1, 1, 0, 0, 1, 1, 1, 0, 0, 1, 1, 1, 1]
        ),
        "Q makes a window abnormal: only the thirteen abnormal symbols do.": np.array(
            [0, 1, 1, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 1, 1]
        ),
        "Only beats before the centre are looked at: the window reaches as far after it.": np.array(
            [0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1]
        ),
        "Only beats after the centre are looked at: the window reaches as far before it.": np.array(
            [0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0]
        ),
        "The window is labelled normal if any normal beat lies in it: it is abnormal if any abnormal one does.": np.zeros(
            15
        ),
    }
    expect.close(y, expected, "y", mistakes=mistakes)
    # 0.8 s apart, two neighbours on either side lie in the window.
    record = ramp(4800, [(1000 + 300 * place, symbol) for place, symbol in enumerate("NNVNNNN")])
    _, y = rows_and_labels(submission, [record], label_rule="window")
    nearest = "Only the next beat on either side is looked at: any number of beats may lie in the window."
    expected = np.array([1, 1, 1, 1, 1, 0, 0])
    expect.close(y, expected, "y", mistakes={nearest: np.array([0, 1, 1, 1, 0, 0, 0])})


@check(
    "build_data_matrix",
    points=0.5,
    hint="s - h <= sample < s + h, for every abnormal beat of the record, also those without a row of their own.",
)
def test_window_rule_at_the_edges(submission: Submission, data: GradingData) -> None:
    """An abnormal beat on the first sample of a window counts, one just after its last sample does not; new patients' too."""
    gap = 180
    far = "An abnormal beat far outside the window makes its neighbour's row abnormal: compare times, not places in the list."
    for before, after, label, problem in (
        (-4 * gap, 4 * gap, 0, far),
        (-gap, 3 * gap, 1, "An abnormal beat on the first sample of the window must count."),
        (-gap - 1, 3 * gap, 0, "An abnormal beat one sample before the window must not count."),
        (-3 * gap, gap - 1, 1, "An abnormal beat on the last sample of the window must count."),
        (-3 * gap, gap, 0, "An abnormal beat one sample after the window must not count: its end is not included."),
    ):
        beats = [(1000 + before, "V"), (1000, "N"), (1000 + after, "V")]
        _, y = rows_and_labels(submission, [ramp(2000, beats)], half_window=0.5, label_rule="window")
        expect.is_true(len(y) == 3, "Three beats whose windows fit must give three rows.")
        expect.is_true(y[1] == label, problem)
    _, y = rows_and_labels(
        submission, [ramp(2000, [(100, "V"), (200, "N"), (1000, "N")])], half_window=0.5, label_rule="window"
    )
    problem = (
        "An abnormal beat that has no row of its own, too close to an end, still counts in the windows that hold it."
    )
    expect.is_true(len(y) == 2 and y[0] == 1, problem)
    new = data.patients("window rule", 1, minutes=0.5)
    _, y = rows_and_labels(submission, new, label_rule="window")
    expected = oracles.data_matrix(new, label_rule="window")[1][:, 0]
    # The number of rows is judged elsewhere.
    if y.shape == expected.shape:
        expect.close(y, expected, "y")
