"""Checks of task 2: labels by the whole window instead of its centre beat."""

from __future__ import annotations

import numpy as np

from . import expect, oracles
from .checks import check
from .grading_data import GradingData
from .ramps import ramp
from .submission import Submission
from .test_task2_matrix import in_order, labels_of_rows, rows_and_labels, rows_are_in_order


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
    y = labels_of_rows(submission, record, label_rule="window")
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
    y = labels_of_rows(submission, record, label_rule="window")
    nearest = "Only the next beat on either side is looked at: any number of beats may lie in the window."
    expected = np.array([1, 1, 1, 1, 1, 0, 0])
    expect.close(y, expected, "y", mistakes={nearest: np.array([0, 1, 1, 1, 0, 0, 0])})
    # Two marks for one abnormal beat.
    record = ramp(4800, [(1000 + 300 * place, symbol) for place, symbol in enumerate("N+VQN~NNN")])
    y = labels_of_rows(submission, record, label_rule="window")
    cancelled = "A mark with the label -1 cancels an abnormal beat in the sum: ask whether any label equals 1."
    marks = 'With `label_rule="window"` Q and other marks make rows: they are no beats.'
    expect.is_true(len(y) != 9, marks)
    for wrong in (np.zeros(6), np.array([0, 0, 0, 1, 0, 0])):
        expect.is_true(not np.array_equal(y, wrong), cancelled)


@check(
    "build_data_matrix",
    points=0.5,
    hint="s - h <= sample < s + h, for every abnormal beat of the record, also those without a row of their own.",
)
def test_window_rule_at_the_edges(submission: Submission, data: GradingData) -> None:
    """An abnormal beat on the first sample of a window counts, one just after its last sample does not; new patients' too, several at once."""
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
        y = labels_of_rows(submission, ramp(2000, beats), half_window=0.5, label_rule="window")
        expect.is_true(len(y) == 3, "Three beats whose windows fit must give three rows.")
        if problem == far and y[1] != label and is_normal_farther_away(submission):
            problem = (
                "Where the window is looked at, `half_window` is not used: 2 s on either side are taken for granted."
            )
        expect.is_true(y[1] == label, problem)
    beats = [(100, "V"), (200, "N"), (1000, "N")]
    y = labels_of_rows(submission, ramp(2000, beats), half_window=0.5, label_rule="window")
    problem = (
        "An abnormal beat that has no row of its own, too close to an end, still counts in the windows that hold it."
    )
    expect.is_true(len(y) == 2 and y[0] == 1, problem)
    problem = "An abnormal beat too close to the end to have a row of its own still counts in the windows that hold it."
    beats = [(900, "N"), (1800, "N"), (1900, "V")]
    y = labels_of_rows(submission, ramp(2000, beats), half_window=0.5, label_rule="window")
    expect.is_true(len(y) != 2 or y[1] == 1, problem)
    at_other_rates(submission)
    of_many_beats(submission)
    of_its_own_record(submission, data)


def is_normal_farther_away(submission: Submission) -> bool:
    """Whether a beat is normal whose neighbours are abnormal, but more than 2 s away."""
    record = ramp(2000, [(200, "V"), (1000, "N"), (1800, "V")])
    y = labels_of_rows(submission, record, half_window=0.5, label_rule="window")
    return len(y) == 3 and y[1] == 0


def of_many_beats(submission: Submission) -> None:
    """As in a paced recording: hundreds of abnormal beats, and several on either side; then normal ones alone."""
    gap, half = 60, 240
    symbols = "V" * 300 + "N" * 30
    beats = [(gap * (place + 1), symbol) for place, symbol in enumerate(symbols)]
    y = labels_of_rows(submission, ramp(gap * (len(symbols) + 1), beats), half_window=half / 360, label_rule="window")
    # The last abnormal beat lies in the windows of the four after it: its sample is their first, or a later one.
    first = half // gap - 1
    expected = (np.arange(first, len(symbols) - first) < 304).astype(int)
    problem = "In a recording of hundreds of abnormal beats, several in each window, labels are wrong: are they counted in int8, or only the next few beats looked at?"
    expect.is_true(len(y) != len(expected) or np.array_equal(y.reshape(-1), expected), problem)


def at_other_rates(submission: Submission) -> None:
    """The window is that of the row, h = round(half_window * fs) samples on either side."""
    for fs, half_window in ((100, 0.5), (500, 0.5), (100, 0.507), (100, 0.494)):
        half = round(half_window * fs)
        for gap, label in ((-half, 1), (-half - 1, 0), (half - 1, 1), (half, 0)):
            beats = sorted([(1000, "N"), (1000 + gap, "V")])
            options = {"half_window": half_window, "label_rule": "window"}
            X, y = rows_and_labels(submission, [ramp(2000, beats, fs=fs)], **options)
            y = in_order(submission, X, y)
            problem = "At another sampling frequency or `half_window` the window that is looked at is not that of the row: use `h` samples."
            # How long the rows are is judged elsewhere, and so is the label of the abnormal beat itself.
            is_judged = len(y) == 2 and X.shape[1] == 2 * half and y[int(gap > 0)] == 1
            expect.is_true(not is_judged or y[int(gap < 0)] == label, problem)


def of_its_own_record(submission: Submission, data: GradingData) -> None:
    """With several records, each window is judged by the beats of its own; where those of one record are judged right."""
    records = [
        ramp(2000, [(600, "N"), (1300, "V")], name="own a"),
        ramp(1800, [(500, "N"), (1200, "N")], name="own b", offset=5000),
        ramp(2400, [(700, "V"), (1300, "N"), (1900, "N")], name="own c", offset=10_000),
        ramp(1500, [(650, "N")], name="own d", offset=15_000),
    ]
    if not rows_are_in_order(submission):
        return
    # By name: whether the order is kept is judged elsewhere.
    new = sorted(data.patients("window rule", 3, minutes=0.5), key=lambda record: record.record_name)
    for some, half_window in ((records, 0.5), (new, 2.0)):
        expected = [oracles.data_matrix([record], half_window, "window")[1][:, 0] for record in some]
        for record, right in zip(some, expected, strict=True):
            _, y = rows_and_labels(submission, [record], half_window=half_window, label_rule="window")
            # The number of rows is judged elsewhere.
            if y.shape == right.shape:
                expect.close(y, right, "y")
        _, y = rows_and_labels(submission, some, half_window=half_window, label_rule="window")
        together = np.concatenate(expected)
        problem = "With several records some labels are wrong, though those of each alone are right: do beats of another record count?"
        if y.shape == together.shape:
            expect.is_true(np.array_equal(y, together), problem)
