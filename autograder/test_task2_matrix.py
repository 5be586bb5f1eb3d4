"""Checks of task 2: the data matrix."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgkit.records import Record
from ecgkit.symbols import ABNORMAL_SYMBOLS, MEANINGS

from . import expect, oracles
from .checks import check
from .failures import CheckFailed
from .grading_data import GradingData
from .ramps import STEPS, middle, nearest_beats, ramp
from .submission import Submission

BEATS = ((1000, "N"), (1900, "V"), (2800, "N"), (3700, "N"), (4600, "V"), (5500, "V"))
LENGTH = 7200
#: Steps of the first voltage where a baseline that was taken away is to be seen.
FIRST = 3 * STEPS


def matrix(submission: Submission, records: Sequence[Record], **options: Any) -> tuple[NDArray, NDArray]:
    """X and y as `build_data_matrix` returns them.

    Raises:
        CheckFailed: they are no two arrays.
    """
    result = submission.call("build_data_matrix", list(records), **options)
    if not isinstance(result, list | tuple) or len(result) != 2:
        raise CheckFailed("Return two arrays: `return X, y`.", got=expect.summary(result))
    return expect.array(result[0], "X"), expect.array(result[1], "y")


def rows_and_labels(submission: Submission, records: Sequence[Record], **options: Any) -> tuple[NDArray, NDArray]:
    """X (N, columns) and y (N,), whichever way round: the shapes are judged by a check of their own."""
    X, y = matrix(submission, records, **options)
    expect.is_true(X.ndim == 2, "X must have two dimensions, one row a beat.", got=f"shape {X.shape}")
    return (X.T if len(X) != y.size == X.shape[1] else X), y.reshape(-1)


def labels_of_rows(submission: Submission, record: Record, **options: Any) -> NDArray:
    """y (N,) of a ramp, in the order of its beats, if the rows tell which is whose: their order is judged elsewhere."""
    return in_order(submission, *rows_and_labels(submission, [record], **options))


def in_order(submission: Submission, X: NDArray, y: NDArray) -> NDArray:
    """The labels of a ramp's rows, sorted by where the rows come from, if they tell."""
    is_told = len(X) == len(y) and X.shape[1] and shift_of(submission) is not None
    return y[np.argsort(middle(X), kind="stable")] if is_told else y


@check(
    "build_data_matrix",
    points=1,
    visible=True,
    hint="X has a row a beat; y.reshape(-1, 1) makes a column of the labels.",
)
def test_matrix_has_a_row_a_beat(submission: Submission, data: GradingData) -> None:
    """X has one row a beat, 1440 columns at 360 Hz, and y is a column of 0 and 1 with one label a row."""
    X, y = matrix(submission, [ramp(LENGTH, BEATS)])
    expect.is_true(
        X.ndim == 2, "X must have two dimensions, one row a beat.", got=f"shape {X.shape}", expected="shape (6, 1440)"
    )
    expect.is_true(
        X.shape != (1440, 6), "X is transposed: one row a beat, one column a sample.", got=f"shape {X.shape}"
    )
    expect.is_true(X.shape[1] == 1440, "2 s before and 2 s after at 360 Hz are 1440 columns.", got=f"shape {X.shape}")
    problem = "y must be a column: one label a row of X, shape (N, 1)."
    expect.is_true(y.shape == (len(X), 1), problem, got=f"shape {y.shape}", expected=f"shape {(len(X), 1)}")
    strange = sorted(set(np.unique(y).tolist()) - {0, 1})
    expect.is_true(not strange, "y must hold only 0 (normal) and 1 (abnormal).", got=f"also {strange[:3]}")
    again, _ = rows_and_labels(submission, [ramp(LENGTH, BEATS)])
    problem = "A second call with the same record gives more rows: those of the first are still there. Make your lists inside the function."
    expect.is_true(len(again) <= len(X), problem, got=f"{len(X)} rows, then {len(again)}")
    records = [ramp(LENGTH, BEATS, name=name) for name in ("b", "a")]
    alone, afterwards = submission.call("build_data_matrix", records, with_arguments=True)
    problem = "`build_data_matrix` changed the list of records that came in: later cells still need it."
    expect.unchanged([records], afterwards, problem)
    first, _ = submission.call("build_data_matrix", records, then=([ramp(LENGTH, BEATS, offset=FIRST)],))
    problem = "A second call changed what the first one returned, such as the rows for training: make a new array in each call."
    expect.kept(alone, first, problem)


@check(
    "build_data_matrix",
    points=1.5,
    visible=True,
    hint="The window of a beat at sample s is p_signal[s - h : s + h, 0], h = round(half_window * fs).",
)
def test_windows_hold_the_samples_around_the_beat(submission: Submission, data: GradingData) -> None:
    """Each row holds the samples from 2 s before its beat up to, not including, 2 s after."""
    # Before the call that a message names.
    shift = shift_of(submission)
    X, _ = rows_and_labels(submission, [ramp(LENGTH, BEATS, offset=FIRST)])
    second, lead = windows_of_second_lead(), ramp(LENGTH, offset=FIRST).p_signal[:, 0]
    # On a ramp mean and median are one.
    voltages = changed_voltages(windows(0), second, lead).items()
    mistakes = SHIFTS | {text.replace("The mean of", "The mean or median of"): wrong for text, wrong in voltages}
    if shift is None:
        mistakes[CHANGED] = X
    elif X.size and len(X) == len(BEATS) and (np.diff(middle(X)) < 0).any():
        in_order = np.array_equal(np.sort(middle(X)), middle(windows(shift)).astype(X.dtype))
        mistakes |= {NOT_IN_ORDER: X} if in_order else {}
    if shift:
        side = "late" if shift > 0 else "early"
        sentence = f"Each window begins {abs(shift)} samples too {side}: column h holds the sample of the annotation itself, not a peak near it."
        mistakes.setdefault(sentence, windows(shift))
    # A tenth of a step: what is standardized in float32 is known, too.
    expect.close(X, windows(0), "X", atol=0.1 / STEPS, mistakes=mistakes)


def windows(shift: int) -> NDArray:
    """The values around BEATS of a ramp from FIRST on, from 720 samples before to 720 after, moved by `shift` samples."""
    centres = np.array([FIRST + sample for sample, _ in BEATS])
    return (centres[:, np.newaxis] + shift + np.arange(-720, 720)) / STEPS


def windows_of_second_lead() -> NDArray:
    """What the windows around BEATS hold of column 1."""
    other = ramp(LENGTH).p_signal[:, 1]
    return np.stack([other[sample - 720 : sample + 720] for sample, _ in BEATS])


CHANGED = "The voltages are not those of the recording: take column 0 as it is, without filtering, scaling or taking a baseline away."
NOT_IN_ORDER = "The rows are not in the order of the annotations."

SHIFTS = {
    "Each window begins one sample too late.": windows(1),
    "Each window begins one sample too early.": windows(-1),
    "Each window begins at its beat: it must begin half a window before.": windows(720),
    "Each window ends at its beat: it must end half a window after.": windows(-720),
    "The windows run backwards in time.": windows(0)[:, ::-1],
    NOT_IN_ORDER: windows(0)[::-1],
    "Each row holds the window of the beat after its own.": np.roll(windows(0), -1, axis=0),
    "Each row holds the window of the beat before its own.": np.roll(windows(0), 1, axis=0),
    "The first and the last beat make no row: only a window that does not fit is dropped.": windows(0)[1:-1],
    "The first beat makes no row: only a window that does not fit is dropped.": windows(0)[1:],
    "The last beat makes no row: only a window that does not fit is dropped.": windows(0)[:-1],
}


def changed_voltages(rows: NDArray, second: NDArray, lead: NDArray) -> dict[str, NDArray]:
    """What becomes of the windows of column 0 (a whole `lead`) by what students do to voltages, for `expect.close`.

    Args:
        rows: the windows.
        second: those of column 1.
        lead: column 0.
    """

    def scaled(of: NDArray) -> NDArray:
        least = of.min(axis=-1, keepdims=True)
        return (rows - least) / (of.max(axis=-1, keepdims=True) - least)

    def standardized(of: NDArray) -> NDArray:
        return (rows - of.mean(axis=-1, keepdims=True)) / of.std(axis=-1, keepdims=True)

    return {
        "X holds the second lead: column 0 of `p_signal` is the first, also where MLII stands second.": second,
        "X holds the mean of both leads: take column 0.": (rows + second) / 2,
        "X is 200 times too large: `p_signal` is in mV already.": 200 * rows,
        "X is in microvolts: `p_signal` is in mV already.": 1000 * rows,
        "X is in volts: leave the mV as they are.": rows / 1000,
        "X is upside down: take column 0 as it is.": -rows,
        "X holds absolute values: an ECG goes below 0, too.": np.abs(rows),
        "X holds whole numbers: it must be float32, in mV.": np.trunc(rows),
        "Each window is standardized: leave the mV as they are.": standardized(rows),
        "The record is standardized: leave the mV as they are.": standardized(lead),
        "Each window is scaled to lie between 0 and 1: leave the mV as they are.": scaled(rows),
        "The record is scaled to lie between 0 and 1: leave the mV as they are.": scaled(lead),
        "The mean of each window is subtracted: leave the mV as they are.": rows - rows.mean(axis=1, keepdims=True),
        "The mean of the record is subtracted: leave the mV as they are.": rows - lead.mean(),
        "The median of each window is subtracted: leave the mV as they are.": rows
        - np.median(rows, axis=1, keepdims=True),
        "The median of the record is subtracted: leave the mV as they are.": rows - np.median(lead),
        "The first value of each window is subtracted: leave the mV as they are.": rows - rows[:, :1],
    }


@check(
    "build_data_matrix",
    points=1,
    visible=True,
    hint='With label_rule="beat", y[i] is the label of the beat in the centre of row i.',
)
def test_labels_are_those_of_the_centre_beats(submission: Submission, data: GradingData) -> None:
    """y holds the label of the beat in the centre of each row, whatever its neighbours are."""
    symbols = "NNVNVVNNNNVN"
    # 1.4 s apart: each window holds its neighbours too.
    record = ramp(8000, [(1000 + 500 * place, symbol) for place, symbol in enumerate(symbols)])
    y = labels_of_rows(submission, record)
    labels = np.array([0, 0, 1, 0, 1, 1, 0, 0, 0, 0, 1, 0])
    mistakes = {
        "y holds the label of the next beat, not of the one in the centre.": np.append(labels[1:], y[-1:]),
        "y holds the label of the beat before, not of the one in the centre.": np.append(y[:1], labels[:-1]),
        "Normal and abnormal are swapped: an abnormal beat is 1.": 1 - labels,
        'A row is labelled abnormal because of its neighbours; with label_rule="beat" only the centre beat counts.': np.array(
            [0, 1, 1, 1, 1, 1, 1, 0, 0, 1, 1, 1]
        ),
        "Every row has the label 0.": np.zeros(12),
        "Every row has the label 1.": np.ones(12),
        "The labels are sorted: each must stand beside its row.": np.sort(labels),
    }
    expect.close(y, labels, "y", mistakes=mistakes)


@check(
    "build_data_matrix",
    points=0.5,
    visible=True,
    hint="Skip a beat whose window would begin before sample 0 or end after sig_len.",
)
def test_windows_past_the_ends_are_dropped(submission: Submission, data: GradingData) -> None:
    """A beat whose window runs past either end of the recording makes no row."""
    record = ramp(LENGTH, [(200, "N"), *BEATS, (7000, "N")])
    X, y = rows_and_labels(submission, [record])
    expect.finite(X, "X")
    number_of_rows(
        X,
        6,
        {
            "A window past the start is kept, and one past the end: both must be dropped, not filled up.": 8,
            "One of the two windows that run past an end is kept.": 7,
        },
    )
    labelled(submission, y, (0, 1, 0, 0, 1, 1), "where a window was dropped: drop its label, too")


def number_of_rows(X: NDArray, expected: int, mistakes: Mapping[str, float]) -> None:
    """X has so many rows; if not, perhaps by one of these mistakes."""
    expect.number(len(X), expected, "The number of rows", atol=0.5, mistakes=mistakes)


@check(
    "build_data_matrix",
    points=0.5,
    hint="The window fits if s - h >= 0 and s + h <= sig_len: both with the equals sign.",
)
def test_windows_that_just_fit_are_kept(submission: Submission, data: GradingData) -> None:
    """A window that fits exactly is kept; one that lacks a single sample at either end is dropped."""
    length = int(data.rng("ends").integers(5000, 6000))
    inside = (2500, "N")
    for first, last, rows, problem in (
        (
            720,
            length - 720,
            3,
            "A window that begins with the first sample, or ends with the last one, fits: it must be kept.",
        ),
        (
            719,
            length - 720,
            2,
            "A window that lacks one sample at the start must be dropped, and one that ends with the last sample kept.",
        ),
        (
            720,
            length - 719,
            2,
            "A window that lacks one sample at the end must be dropped, and one that begins with the first sample kept.",
        ),
    ):
        X, _ = rows_and_labels(submission, [ramp(length, [(first, "N"), inside, (last, "V")])])
        expect.is_true(len(X) == rows, problem)
    of_its_own_record(submission, length)


def of_its_own_record(submission: Submission, length: int) -> None:
    """Of several records of different lengths, each keeps the windows that fit in itself."""
    records = []
    for name, sig_len in zip("abc", (length, length + 900, length + 1700), strict=True):
        beats = [(720, "N"), (2500, "N"), (sig_len - 720, "V"), (sig_len - 719, "N")]
        records.append(ramp(sig_len, beats, name=name))
    X, _ = rows_and_labels(submission, records)
    problem = "With several records a wrong window is kept or dropped: each must fit in its own record, from 0 to its own `sig_len`."
    expect.is_true(len(X) == 9, problem)


@check(
    "build_data_matrix",
    points=1,
    hint="Keep a row only where label_beats gives 0 or 1; Q and all rhythm marks give -1.",
)
def test_only_beats_make_rows(submission: Submission, data: GradingData) -> None:
    """N and the thirteen abnormal symbols make rows; every other mark makes none."""
    marks = [str(symbol) for symbol in data.rng("marks").permutation(list(MEANINGS))]
    beats = [(1000 + 20 * place, symbol) for place, symbol in enumerate(marks)]
    X, y = rows_and_labels(submission, [ramp(4000, beats)], half_window=0.5)
    kept = [symbol for symbol in marks if oracles.label_of(symbol) >= 0]
    rows = rows_of_beats(submission, X, [sample for sample, _ in beats])
    if rows is None:
        number_of_rows(X, len(kept), {})
        return
    found = [marks[place] for place in rows]
    mistakes = {
        "Q, an unclassifiable beat, makes a row: it is no beat of either class.": {*kept, "Q"},
        "Every annotation makes a row: rhythm and quality marks are no beats.": set(marks),
        "The bundle branch block beats (L and R) are missing.": set(kept) - {"L", "R"},
        "Only N, V, A, F and S make rows: thirteen symbols are abnormal beats.": set("NVAFS"),
        "Only abnormal beats make rows: normal ones must too.": set(ABNORMAL_SYMBOLS),
    }
    for sentence, wrong in mistakes.items():
        expect.is_true(set(found) != wrong, sentence)
    expect.is_true(set(found) <= set(kept), "A mark that is no beat makes a row.")
    expect.is_true(set(found) == set(kept), "Some beats make no row: all beats that label_beats gives 0 or 1 must.")
    expect.is_true(len(found) == len(kept), "Some beats make more than one row.")
    right = [oracles.label_of(symbol) for symbol in found]
    problem = (
        "The labels are those of other marks: leave out the labels of what is no beat as you leave out its window."
    )
    # Which label a symbol has is judged elsewhere.
    is_moved = len(y) != len(right) or -1 in y or (sorted(y) == sorted(right) and not np.array_equal(y, right))
    expect.is_true(not (is_moved and labels_are_right(submission)), problem)


@check("build_data_matrix", points=1, hint="Use record.fs: h = round(half_window * record.fs).")
def test_other_sampling_frequencies(submission: Submission, data: GradingData) -> None:
    """At another sampling frequency a window still lasts 2 s before and 2 s after."""
    for fs in (250, int(data.rng("rates").integers(100, 200))):
        beats = [(3 * fs, "N"), (7 * fs, "V"), (12 * fs, "N")]
        X, y = rows_and_labels(submission, [ramp(16 * fs, beats, fs=fs)])
        mistakes = {"The windows take 360 Hz for granted: use `record.fs`.": 1440}
        expect.number(X.shape[1], 4 * fs, "The number of columns", atol=0.5, mistakes=mistakes)
        centred(submission, X, [sample for sample, _ in beats])
        labelled(submission, y, (0, 1, 0), "at another sampling frequency")


def labelled(submission: Submission, y: NDArray, right: Sequence[int], where: str, **options: Any) -> None:
    """The labels are right here too, if they are for one record at 360 Hz: what is wrong there has checks of its own."""
    if labels_are_right(submission, **options):
        problem = f"The labels are right elsewhere, but wrong {where}: each must stand beside its row."
        expect.is_true(np.array_equal(y, right), problem)


def labels_are_right(submission: Submission, **options: Any) -> bool:
    """Whether the labels of a record of beats alone are right."""
    _, usual = rows_and_labels(submission, [ramp(LENGTH, BEATS)], **options)
    return np.array_equal(usual, [0, 1, 0, 0, 1, 1])


def shift_of(submission: Submission) -> int | None:
    """Samples by which the windows of the plain example lie too late, which a check of its own says; 0 as a rule.

    None if the voltages are others than those of column 0 in mV, which another check says: nothing tells then where a window
    comes from.
    """
    usual, _ = rows_and_labels(submission, [ramp(LENGTH, BEATS, offset=FIRST)])
    if len(usual) != len(BEATS) or not usual.size:
        return 0
    # Their order is judged elsewhere.
    off = np.sort(middle(usual)) * STEPS - [FIRST + sample for sample, _ in BEATS]
    shift = np.median(off)
    # By half a window, it would be another number where windows are shorter.
    if abs(shift) < 719.5 and np.abs(off - shift).max() < 0.5:
        return round(shift)
    return None if _hold_voltages(submission, usual) else 0


def _hold_voltages(submission: Submission, usual: NDArray) -> bool:
    """Whether the windows hold more than one number each; of a ramp, a filter may leave nothing."""
    if (usual.max(axis=1) > usual.min(axis=1)).all():
        return True
    rough = np.sin(np.arange(LENGTH) ** 1.5)[:, np.newaxis] * [1, -2]
    samples, symbols = zip(*BEATS, strict=True)
    X, _ = rows_and_labels(submission, [Record.from_arrays("rough", rough, samples, symbols)])
    return bool(X.size and (X.max(axis=1) > X.min(axis=1)).all())


def rows_are_in_order(submission: Submission) -> bool:
    """Whether the rows of the plain example stand in the order of its beats, if the voltages tell; a check of its own judges that."""
    usual, _ = rows_and_labels(submission, [ramp(LENGTH, BEATS)])
    return not usual.size or shift_of(submission) is None or bool((np.diff(middle(usual)) >= 0).all())


def rows_of_beats(submission: Submission, X: NDArray, beats: Sequence[int]) -> list[int] | None:
    """For each window, the place in `beats` of the beat that it belongs to; None if the voltages do not tell."""
    expect.is_true(X.shape[1], "The rows of X hold no samples.")
    # One by one below: a million rows must not hold up the grader.
    expect.is_true(len(X) <= 100 * max(len(beats), 1), "There are far more rows than beats.")
    shift = shift_of(submission)
    return None if shift is None else nearest_beats(X, np.asarray(beats) + shift)


def centred(submission: Submission, X: NDArray, beats: Sequence[int]) -> None:
    """Each beat stands in the middle column of a row, or as far from it as always: that, the order, and the voltages are judged elsewhere."""
    expect.is_true(len(X) >= len(beats), "Some beats make no row, though their windows fit.")
    expect.is_true(len(X) == len(beats), "There are more rows than beats.")
    off, shift = np.sort(middle(X)) * STEPS - np.asarray(beats), shift_of(submission)
    if shift is None or any(np.abs(off - usual).max() < 0.5 for usual in (0, shift)):
        return
    if shift and np.abs(off - shift * X.shape[1] / 1440).max() <= 1:
        return
    problem = "The beat does not stand in the middle of its window: half of it lies before, half after."
    expect.is_true(shift == 0 and np.abs(off).max() < 1.5, problem)
    raise CheckFailed(
        "The windows are right at 360 Hz with 2 s on either side, but here each begins one sample too late or too early: "
        "subtract the same whole number h that you add."
    )


@check(
    "build_data_matrix",
    points=1,
    hint="h = round(half_window * fs): int() cuts off, and 0.7 * 360 is a little less than 252.",
)
def test_other_half_windows(submission: Submission, data: GradingData) -> None:
    """Windows of other lengths are right, also where half_window * fs is no whole number."""
    rng = data.rng("half windows")
    beats = [1000, 2000, 3000]
    # Below and above the half between two whole numbers of samples, and where only floating point is off.
    below, above = rng.integers(150, 400, 2) + rng.uniform([0.25, 0.6], [0.4, 0.75])
    for half_window in (0.5, 0.7, float(rng.choice([0.55, 1.1, 1.3])), float(below) / 360, float(above) / 360):
        record = ramp(4000, list(zip(beats, "NNV", strict=True)))
        X, y = rows_and_labels(submission, [record], half_window=half_window)
        half = round(half_window * 360)
        mistakes = {
            "`half_window` is ignored: the windows are always 2 s before and 2 s after.": 1440,
            "`half_window` is the length before the beat and again after it; your windows are half as long.": half,
            "The number of samples is cut off, not rounded: use `round(half_window * record.fs)`, not `int(...)`.": 2
            * (half - 1),
            "The number of samples is rounded up: use `round(half_window * record.fs)`.": 2 * (half + 1),
            "Twice the half is rounded: round `half_window * record.fs`, then take as many on either side.": round(
                2 * half_window * 360
            ),
            "The windows have one sample too many: the end is not included.": 2 * half + 1,
        }
        expect.number(X.shape[1], 2 * half, "The number of columns", atol=0.5, mistakes=mistakes)
        centred(submission, X, beats)
        labelled(submission, y, (0, 0, 1), "with another `half_window`")


@check(
    "build_data_matrix",
    points=1,
    hint="Take column 0 of p_signal as it is: it is in mV already, and its lead has other names in some records.",
)
def test_first_lead_in_millivolts(submission: Submission, data: GradingData) -> None:
    """X holds column 0 of `p_signal` in mV, whatever the lead is called."""
    rng = data.rng("leads")
    leads = np.round(rng.normal(size=(1200, 2)), 3) + np.array([0.5, -0.5])
    record = Record.from_arrays("leads", leads, [600], ["N"], sig_name=("V5", "MLII"))
    X, _ = rows_and_labels(submission, [record], half_window=0.5)
    expect.is_true(X.size == 360, "One beat with half_window=0.5 gives 1 row of 360 values.")
    first, second = leads[np.newaxis, 420:780].transpose(2, 0, 1)
    mistakes = changed_voltages(first, second, leads[:, 0])
    mistakes["X is in the recorder's units: `p_signal` is in mV already."] = np.round(200 * first) + 1024
    # Where the window begins is another check's affair.
    near = np.lib.stride_tricks.sliding_window_view(leads[60:1140, 0], 360)
    is_moved = np.isclose(X.reshape(-1), near, atol=1e-5).all(axis=1)
    if not is_moved.any():
        mistakes[CHANGED] = X.reshape(1, -1)
    if is_moved[360] or not is_moved.any():
        expect.close(X.reshape(1, -1), first, "X", mistakes=mistakes)
