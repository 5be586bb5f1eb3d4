"""Checks of task 2: the data matrix of several records, of none, and of the whole database."""

from __future__ import annotations

from collections.abc import Sequence

from ecgkit.records import Record

from . import expect, oracles
from .checks import check
from .grading_data import GradingData
from .ramps import ramp
from .submission import Submission
from .test_task2_matrix import BEATS, LENGTH, labelled, matrix, number_of_rows, rows_and_labels, rows_of_beats


@check(
    "build_data_matrix",
    points=0.5,
    hint="Go through `records` in their order, and through each record's annotations in theirs.",
)
def test_order_of_rows(submission: Submission, data: GradingData) -> None:
    """Rows stand in the order of the records and, within one, of the annotations; each label beside its row."""
    names = [str(name) for name in data.rng("order").permutation(["107", "215", "103", "230"])]
    # Not ascending, so that sorting by name cannot hide.
    names = names[::-1] if names == sorted(names) else names
    records, beats, labels = [], [], []
    for place, name in enumerate(names):
        # So many of each that no other order of the records gives the same labels.
        marks = list(zip((400, 800, 1200, 1600)[: (2, 3, 4, 1)[place]], "NVVN", strict=False))
        records.append(ramp(2000, marks, name=name, offset=5000 * place))
        beats += [5000 * place + sample for sample, _ in marks]
        labels += [int(symbol == "V") for _, symbol in marks]
    X, y = rows_and_labels(submission, records, half_window=0.5)
    found = rows_of_beats(submission, X, beats)
    expect.is_true(len(X) == len(beats), "With several records, rows are missing or there are too many.")
    if found is None:
        return
    by_label = sorted(range(len(beats)), key=lambda row: labels[row])
    expect.is_true(found != by_label, "The rows are sorted by label: keep the order of the records and annotations.")
    expect.is_true(
        sorted(found) == list(range(len(beats))), "With several records, some beats have no row and others have two."
    )
    expect.is_true(found == sorted(found), "The rows are not in the order of the records and of their annotations.")
    labelled(submission, y, labels, "where the records do not come in the order of their names", half_window=0.5)


@check("build_data_matrix", points=0.5, hint="A record without beats adds no row; the others stay.")
def test_records_without_beats(submission: Submission, data: GradingData) -> None:
    """Records without a beat, or without any annotation, add no row."""
    beats = [(600, "N"), (1200, "V")]
    records = [
        ramp(2000),
        ramp(2000, beats, name="empty a"),
        ramp(2000, [(900, "+")], name="empty b"),
        ramp(2000, beats, name="empty c"),
    ]
    order = data.rng("without beats").permutation(4)
    X, _ = rows_and_labels(submission, [records[place] for place in order], half_window=0.5)
    number_of_rows(X, 4, {})


@check(
    "build_data_matrix",
    points=0.5,
    hint="np.empty((0, columns)) and np.empty((0, 1)) have no row, and yet the right shape.",
)
def test_no_beat_at_all(submission: Submission, data: GradingData) -> None:
    """Without any beat X has the shape (0, 2 h) and y the shape (0, 1)."""
    X, y = matrix(submission, [ramp(2000), ramp(2000, [(900, "+")])], half_window=0.5)
    expect.is_true(X.shape == (0, 360), "Without a beat X has no row, but still one column a sample: shape (0, 2 h).")
    expect.is_true(y.shape == (0, 1), "Without a beat y has the shape (0, 1).")
    usual, _ = matrix(submission, [ramp(2000, [(1000, "N")], fs=100)], half_window=0.706)
    X, _ = matrix(submission, [ramp(2000, fs=100)], half_window=0.706)
    problem = (
        "Without a beat X has 2 h columns, h = round(half_window * fs), at other sampling frequencies and lengths, too."
    )
    expect.is_true(usual.shape != (1, 142) or X.shape == (0, 142), problem)


@check("build_data_matrix", points=0.5, hint="Compare the `fs` of all records first, and raise ValueError(...).")
def test_mixed_sampling_frequencies(submission: Submission, data: GradingData) -> None:
    """Records with different sampling frequencies raise ValueError."""
    records = [ramp(6000, [(3000, "N")], name="mixed a", fs=360), ramp(6000, [(3000, "N")], name="mixed b", fs=250)]
    # What refuses everything has not shown that it refuses this.
    matrix(submission, records[:1])
    problem = "Records with different `fs` must raise ValueError: their columns would mean different times."
    expect.raises(lambda: matrix(submission, records), "ValueError", problem)
    expect.raises(lambda: matrix(submission, records[::-1]), "ValueError", problem)
    # One without a beat; and two whose windows have as many samples.
    empty, alike = ramp(6000, name="mixed c", fs=250), ramp(6000, [(3000, "N")], name="mixed d", fs=361)
    for mixed in ([*records, records[0]], [records[0], *records], [records[0], empty], [empty, records[0]]):
        expect.raises(lambda mixed=mixed: matrix(submission, mixed), "ValueError", problem)
    expect.raises(lambda: matrix(submission, [records[0], alike], half_window=0.1), "ValueError", problem)


@check("build_data_matrix", points=0.5, hint='Raise ValueError(...) unless label_rule is "beat" or "window".')
def test_unknown_label_rule(submission: Submission, data: GradingData) -> None:
    """A `label_rule` that is neither "beat" nor "window" raises ValueError."""
    matrix(submission, [ramp(LENGTH, BEATS)])
    problem = 'A `label_rule` that is neither "beat" nor "window" must raise ValueError.'
    for rule in ("centre", ""):
        expect.raises(
            lambda rule=rule: matrix(submission, [ramp(LENGTH, BEATS)], label_rule=rule), "ValueError", problem
        )


@check(
    "build_data_matrix",
    points=1,
    hint="Compare the shape for all 48 records with the number of their beats, less those whose window does not fit.",
)
def test_whole_database(submission: Submission, data: GradingData) -> None:
    """On the whole database, and on new patients, each row is the recording's own stretch around its beat (MIT-BIH: 109,217 x 1440)."""
    # By name, as in the database: whether the order is kept is judged elsewhere.
    new = sorted(data.patients("new patients", 2, minutes=0.5), key=lambda record: record.record_name)
    equals_the_recordings(submission, new)
    equals_the_recordings(submission, data.database.records())


def equals_the_recordings(submission: Submission, records: Sequence[Record]) -> None:
    """X and y hold what the recordings hold, row by row."""
    counts = [oracles.count_of_rows(record) for record in records]
    # Room for float64 and for rows too many; all recordings take longer than an ordinary call.
    X, y = rows_and_labels(submission, records, training=True, max_bytes=2 * 8 * 1440 * max(sum(counts), 1000))
    mistakes = {
        "Windows that run past an end of a recording are kept.": sum(
            oracles.count_of_rows(record, half_window=0) for record in records
        ),
        "Only N, V, A, F and S make rows: thirteen symbols are abnormal.": sum(
            oracles.count_of_rows(record, "NVAFS") for record in records
        ),
    }
    number_of_rows(X, sum(counts), mistakes)
    expect.is_true(len(y) == len(X), "y must have one label a row of X.", got=f"{len(y)} labels for {len(X)} rows")
    expect.is_true(X.shape[1] == 1440, "The rows of whole recordings must have 1440 columns.")
    first = 0
    for record, count in zip(records, counts, strict=True):
        # Record by record: a second matrix of 630 MB would not fit beside the first on a small machine.
        expected, labels = oracles.data_matrix([record])
        if count:
            expect.close(X[first : first + count], expected, "X")
            expect.close(y[first : first + count], labels[:, 0], "y")
        first += count
