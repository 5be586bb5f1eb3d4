"""Checks of task 1: a random stretch, an abnormal beat."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from ecgkit.records import Record
from ecgkit.symbols import ABNORMAL_SYMBOLS, MEANINGS

from . import expect, figures
from .checks import check
from .failures import CallFailed, CheckFailed
from .grading_data import GradingData
from .ramps import ramp
from .submission import Submission
from .worker import frames

#: So many draws that an even choice misses neither of two values: once in 8 million runs.
DRAWS = 24


def draw(submission: Submission, stub: str, record: Record, *, seed: int = 0, **options: Any) -> frames.AxesData:
    """Call a plotting stub with a seeded generator; returns what it drew."""
    return figures.axes(submission.call(stub, record, rng=frames.Rng(seed), **options))


def seeds(data: GradingData, purpose: str, count: int) -> list[int]:
    """Different seeds for the student's generators."""
    return [int(seed) for seed in data.rng(purpose).permutation(100 * count)[:count]]


@check(
    "plot_random_segment",
    points=1,
    visible=True,
    hint="Draw p_signal[start : start + length, 0], length = round(seconds * fs).",
)
def test_segment_shows_the_samples(submission: Submission, data: GradingData) -> None:
    """The line of `plot_random_segment` holds 10 s of consecutive samples of the first lead, in mV."""
    record = ramp(30 * 360)
    figures.shown_start(draw(submission, "plot_random_segment", record), record, 10)


@check(
    "plot_random_segment", points=0.5, visible=True, hint="ax.set_xlabel('time (s)') and ax.set_ylabel('voltage (mV)')."
)
def test_segment_names_its_units(submission: Submission, data: GradingData) -> None:
    """The axes of `plot_random_segment` are labelled with their units."""
    figures.has_units(draw(submission, "plot_random_segment", ramp(12 * 360)))


@check(
    "plot_random_segment",
    points=0.5,
    visible=True,
    hint="Sample number n was taken n / record.fs seconds after the start.",
)
def test_segment_time_is_that_of_the_recording(submission: Submission, data: GradingData) -> None:
    """The x axis of `plot_random_segment` is the time since the start of the recording in s."""
    record = ramp(60 * 360)
    figures.has_times(draw(submission, "plot_random_segment", record, seed=1), record, 10)


@check("plot_random_segment", points=1, hint="Use `seconds` and `record.fs`: neither 10 s nor 360 Hz can be relied on.")
def test_segment_of_another_length_and_rate(submission: Submission, data: GradingData) -> None:
    """`plot_random_segment` works for other lengths and other sampling frequencies."""
    for seed in seeds(data, "other segments", 2):
        rng = np.random.default_rng(seed)
        fs, seconds = int(rng.integers(100, 300)), int(rng.integers(2, 6))
        drawn = draw(submission, "plot_random_segment", ramp(20 * fs, fs=fs), seed=seed, seconds=seconds)
        found = len(figures.longest_line(drawn)[1])
        problem = {
            round(seconds * 360): "The length of the stretch takes 360 Hz for granted: use `record.fs`.",
            10 * fs: "The stretch is always 10 s long: use `seconds`.",
            3600: "The stretch always has 3600 samples: use `seconds` and `record.fs`.",
        }.get(found, "The stretch has another length than `seconds`.")
        expect.is_true(abs(found - seconds * fs) <= 1, problem)


@check("plot_random_segment", points=0.5, hint="Draw the start from `rng` and from nothing else: rng.integers(...).")
def test_segment_is_drawn_from_rng(submission: Submission, data: GradingData) -> None:
    """The same seed gives the same stretch, other seeds give others, and without `rng` every call gives a new one."""
    record = ramp(200 * 100, fs=100)
    is_drawn_from_rng(submission, data, "plot_random_segment", record, seconds=1)


def is_drawn_from_rng(submission: Submission, data: GradingData, stub: str, record: Record, seconds: float) -> None:
    """What both plotting stubs promise about randomness."""
    some = seeds(data, f"seeds of {stub}", 5)
    first = [shown(draw(submission, stub, record, seed=seed, seconds=seconds)) for seed in some]
    again = [shown(draw(submission, stub, record, seed=seed, seconds=seconds)) for seed in some]
    expect.is_true(first == again, "The same seed gave two different pictures: draw everything from `rng`.")
    expect.is_true(len(set(first)) > 1, "Different seeds gave the same picture: draw from `rng`.")
    without = {shown(figures.axes(submission.call(stub, record, seconds=seconds))) for _ in range(5)}
    expect.is_true(
        len(without) > 1,
        "Without `rng` every call gave the same picture: use `np.random.default_rng()` without a seed.",
    )


def shown(drawn: frames.AxesData) -> bytes:
    """The voltages of a picture, to compare with those of another one."""
    return figures.longest_line(drawn)[1].tobytes()


@check(
    "plot_random_segment",
    points=1,
    hint="The last start that fits is sig_len - length; rng.integers leaves its end out.",
)
def test_segment_reaches_every_place(submission: Submission, data: GradingData) -> None:
    """Every stretch can be drawn, up to the very last sample, and none is preferred."""
    tight, long = ramp(101, fs=50), ramp(20_000, fs=50)
    spread = [_start(submission, long, seed) for seed in seeds(data, "long", DRAWS // 2)]
    steps = "Stretches begin only at whole multiples of their length: every sample from 0 to sig_len - length may be the first."
    expect.is_true(any(start % 100 for start in spread) or set(spread) == {0}, steps)
    # With one sample more than the stretch there are two starts.
    starts = {_start(submission, tight, seed) for seed in seeds(data, "tight", DRAWS)}
    missing = "ends with the last" if starts == {0} else "begins with the first"
    expect.is_true(len(starts) > 1, f"The stretch that {missing} sample is never drawn.")
    expect.is_true(max(spread) > 20_000 / 3, "Only stretches near the start of the recording are drawn.")
    expect.is_true(min(spread) < 20_000 * 2 / 3, "Only stretches near the end of the recording are drawn.")


def _start(submission: Submission, record: Record, seed: int) -> int:
    return figures.first_sample(draw(submission, "plot_random_segment", record, seed=seed, seconds=2), record, 2)


@check(
    "plot_random_segment",
    points=0.5,
    hint="Compare the length with record.sig_len, and raise ValueError(...) with a sentence.",
)
def test_segment_longer_than_the_recording(submission: Submission, data: GradingData) -> None:
    """A stretch longer than the recording raises ValueError; one exactly as long is drawn."""
    problem = "A recording shorter than `seconds` must raise ValueError."
    expect.raises(lambda: draw(submission, "plot_random_segment", ramp(199, fs=100), seconds=2), "ValueError", problem)
    draw(submission, "plot_random_segment", ramp(200, fs=100), seconds=2)


#: A premature ventricular beat between normal ones.
ONE_BEAT = ((400, "N"), (1000, "N"), (1500, "V"), (2300, "N"))


@check(
    "plot_abnormal_beat",
    points=1,
    visible=True,
    hint="Start the stretch half its length before the beat's annotated sample.",
)
def test_abnormal_beat_is_in_the_middle_third(submission: Submission, data: GradingData) -> None:
    """`plot_abnormal_beat` draws 1 s of samples with the abnormal beat in the middle third."""
    record = ramp(3000, ONE_BEAT)
    start = figures.shown_start(draw(submission, "plot_abnormal_beat", record), record, 1)
    is_in_the_middle_third(1500 - start, 360)


def is_in_the_middle_third(position: int, length: int) -> None:
    """The annotated sample lies in the middle third, to within one sample."""
    if length / 3 - 1 <= position <= length * 2 / 3 + 1:
        return
    inside = 0 <= position < length
    where = "too near the start" if position < length / 3 else "too near the end"
    problem = f"The abnormal beat is {where} of the stretch." if inside else "The abnormal beat is not in the stretch."
    raise CheckFailed(
        problem,
        got=f"it is sample {position} of {length}",
        expected=f"between {round(length / 3)} and {round(length * 2 / 3)}",
    )


@check(
    "plot_abnormal_beat", points=0.5, visible=True, hint="As in plot_random_segment: seconds since the start, and mV."
)
def test_abnormal_beat_has_time_and_units(submission: Submission, data: GradingData) -> None:
    """The axes of `plot_abnormal_beat` are labelled with s and mV, and x is the time since the start of the recording."""
    record = ramp(3000, ONE_BEAT)
    drawn = draw(submission, "plot_abnormal_beat", record)
    figures.has_units(drawn)
    figures.has_times(drawn, record, 1)


@check(
    "plot_abnormal_beat",
    points=1,
    hint="Keep the annotations whose symbol is one of ecgkit.ABNORMAL_SYMBOLS, all thirteen.",
)
def test_abnormal_beat_is_abnormal(submission: Submission, data: GradingData) -> None:
    """Each of the thirteen abnormal symbols can be drawn; normal beats and marks that are no beats never are."""
    others = [symbol for symbol in MEANINGS if symbol not in ABNORMAL_SYMBOLS]
    rng = data.rng("abnormal symbols")
    for symbol in rng.permutation(ABNORMAL_SYMBOLS).tolist():
        marks = [*rng.permutation(others)[:12].tolist(), "N", "N"]
        where = int(rng.integers(2, 12))
        marks.insert(where, symbol)
        record = ramp(1600, [(100 * (place + 1), mark) for place, mark in enumerate(marks)], fs=100)
        y = figures.longest_line(_draw_only_beat(submission, record, MEANINGS[symbol]))[1]
        middle = float(np.median(y)) * 10
        problem = "Another annotation than the abnormal beat is drawn: a normal beat, or a mark that is no beat."
        expect.is_true(abs(middle - (where + 1)) < 0.5, problem)


def _draw_only_beat(submission: Submission, record: Record, meaning: str) -> frames.AxesData:
    try:
        return draw(submission, "plot_abnormal_beat", record)
    except CallFailed as error:
        if error.kind == "raised":
            error.problem = f"With one abnormal beat ({meaning}) in a recording: {error.problem}"
        raise


@check(
    "plot_abnormal_beat",
    points=0.5,
    hint="Put record.symbol[beat] into ax.set_title(...), the symbol of the beat that you drew.",
)
def test_abnormal_beat_is_named_in_the_title(submission: Submission, data: GradingData) -> None:
    """The title of `plot_abnormal_beat` names the symbol of the drawn beat."""
    for symbol, other in (("V", "F"), ("R", "V"), ("/", "L")):
        title = draw(submission, "plot_abnormal_beat", ramp(900, [(200, "N"), (450, symbol), (700, "N")], fs=100)).title
        expect.is_true(title, "The picture has no title.")
        expect.is_true(_names(title, symbol), "The title does not name the symbol of the beat that is drawn.")
        expect.is_true(not _names(title, other), "The title names symbols of beats that are not drawn.")


def _names(title: str, symbol: str) -> bool:
    return re.search(rf"(?<![A-Za-z]){re.escape(symbol)}(?![A-Za-z])", title) is not None


@check("plot_abnormal_beat", points=0.5, hint="Draw one of the abnormal beats with rng.choice or rng.integers.")
def test_abnormal_beat_is_drawn_from_rng(submission: Submission, data: GradingData) -> None:
    """Every abnormal beat can be drawn, the same seed gives the same one, and other seeds give others."""
    beats = [(100 * place, "NVNA"[place % 4]) for place in range(1, 17)]
    is_drawn_from_rng(submission, data, "plot_abnormal_beat", ramp(1800, beats, fs=100), seconds=1)
    # Of two beats, an even choice takes both.
    two = ramp(900, [(200, "V"), (400, "N"), (700, "A")], fs=100)
    starts = [
        float(figures.longest_line(draw(submission, "plot_abnormal_beat", two, seed=seed))[1][0])
        for seed in seeds(data, "two beats", DRAWS)
    ]
    expect.is_true(max(starts) > 0.4, "The last abnormal beat of a recording is never drawn.")
    expect.is_true(min(starts) < 0.4, "The first abnormal beat of a recording is never drawn.")


@check(
    "plot_abnormal_beat",
    points=0.5,
    hint="Leave out the beats whose stretch would begin before sample 0 or end after sig_len.",
)
def test_abnormal_beats_at_the_ends_are_not_drawn(submission: Submission, data: GradingData) -> None:
    """A beat so close to an end that its stretch does not fit is not drawn."""
    record = ramp(900, [(3, "V"), (200, "N"), (450, "V"), (700, "N"), (897, "V")], fs=100)
    for seed in seeds(data, "ends", 8):
        y = figures.longest_line(draw(submission, "plot_abnormal_beat", record, seed=seed))[1]
        is_whole = len(y) > 98 and abs(float(np.median(y)) - 0.45) < 0.04
        expect.is_true(is_whole, "A beat close to an end of the recording is drawn: its stretch does not fit.")


@check("plot_abnormal_beat", points=0.5, hint="Use `seconds` and `record.fs`: neither 1 s nor 360 Hz can be relied on.")
def test_abnormal_beat_at_another_length_and_rate(submission: Submission, data: GradingData) -> None:
    """`plot_abnormal_beat` works for other lengths and other sampling frequencies."""
    rng = data.rng("other beats")
    fs, seconds = int(rng.integers(100, 300)), int(rng.integers(2, 5))
    where = int(rng.integers(8, 12)) * fs
    record = ramp(20 * fs, [(2 * fs, "N"), (where, "V"), (18 * fs, "N")], fs=fs)
    y = figures.longest_line(draw(submission, "plot_abnormal_beat", record, seconds=seconds))[1]
    wrong_rate = abs(len(y) - seconds * 360) <= 1
    problem = "takes 360 Hz for granted: use `record.fs`" if wrong_rate else "does not have the length `seconds`"
    expect.is_true(abs(len(y) - seconds * fs) <= 1, f"The stretch {problem}.")


@check(
    "plot_abnormal_beat",
    points=0.5,
    hint="If no candidate is left, raise ValueError(...) with a sentence that says so.",
)
def test_recording_without_an_abnormal_beat(submission: Submission, data: GradingData) -> None:
    """A recording without an abnormal beat that fits raises ValueError."""
    normal = ramp(900, [(200, "N"), (450, "+"), (700, "N")], fs=100)
    problem = "A recording without an abnormal beat must raise ValueError."
    expect.raises(lambda: draw(submission, "plot_abnormal_beat", normal), "ValueError", problem)
    at_the_end = ramp(900, [(200, "N"), (898, "V")], fs=100)
    problem = "A recording whose only abnormal beat is too close to an end must raise ValueError."
    expect.raises(lambda: draw(submission, "plot_abnormal_beat", at_the_end), "ValueError", problem)
