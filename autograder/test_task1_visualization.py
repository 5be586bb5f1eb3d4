"""Checks of task 1: a random stretch, an abnormal beat."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgkit.records import Record
from ecgkit.symbols import ABNORMAL_SYMBOLS, MEANINGS

from . import expect, figures
from .checks import check
from .failures import CallFailed, CheckFailed
from .grading_data import GradingData
from .ramps import STEPS
from .ramps import ramp as ramp_from
from .submission import Submission
from .worker import frames

#: Steps of the first sample's voltage: a line whose first value was taken away lies nowhere in the lead.
FIRST = 5 * STEPS

#: As matplotlib says it.
LENGTHS_DIFFER = "ValueError: x and y must have same first dimension"

#: So many draws that an even choice misses neither of two values: once in 8 million runs.
DRAWS = 24


def ramp(sig_len: int, beats: Sequence[tuple[int, str]] = (), *, fs: float = 360) -> Record:
    """A record of which no sample is 0 mV, see `ramps`."""
    return ramp_from(sig_len, beats, fs=fs, offset=FIRST)


def draw(submission: Submission, stub: str, record: Record, *, seed: int | None = 0, **options: Any) -> frames.AxesData:
    """Call a plotting stub with a seeded generator, or without `rng` if the seed is None; returns what it drew."""
    if seed is not None:
        options["rng"] = frames.Rng(seed)
    try:
        return figures.axes(submission.call(stub, record, **options))
    except CallFailed as error:
        if error.kind == "raised" and error.text.startswith(LENGTHS_DIFFER):
            raise CheckFailed(_why_lengths_differ(error.text), got=error.text) from error
        raise


def _why_lengths_differ(text: str) -> str:
    if text.endswith(" (0,)"):
        return (
            "y holds no sample: the stretch begins behind the end of this recording, or ends before it begins. Recordings are not all "
            "equally long: `record.sig_len`."
        )
    if text.endswith(" (2,)"):
        return (
            "y holds two values: `p_signal[start:end][0]` is the first row, one sample of both leads. The first lead is a column: "
            "`p_signal[start:end, 0]`."
        )
    return (
        "x and y of the line are of different length: is the stretch cut off at an end of the recording, or made by `np.arange` "
        "with a step that is a fraction, which gives a value more or less? Count the samples, and divide by `record.fs`."
    )


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
    """`plot_random_segment` works for other lengths and other sampling frequencies, fractions of a second included."""
    usual = ramp(60 * 360)
    before = draw(submission, "plot_random_segment", usual, seed=1)
    for seed, part in zip(seeds(data, "other segments", 2), (0, 0.5), strict=True):
        rng = np.random.default_rng(seed)
        fs, seconds = 2 * int(rng.integers(50, 150)), int(rng.integers(2, 6)) + part
        record = ramp(20 * fs, fs=fs)
        drawn = draw(submission, "plot_random_segment", record, seed=seed, seconds=seconds)
        problem = {
            round(seconds * 360): "The length of the stretch takes 360 Hz for granted: use `record.fs`.",
            10 * fs: "The stretch is always 10 s long: use `seconds`.",
            3600: "The stretch always has 3600 samples: use `seconds` and `record.fs`.",
        }
        has_length(drawn, record, seconds, problem)
        for judge in (figures.shown_start, figures.has_times):
            is_right_here_too(judge, (before, usual, 10), (drawn, record, seconds))
    shows_any_voltages(submission, "plot_random_segment", (before, usual, 10), data)


def shows_any_voltages(submission: Submission, stub: str, usual: tuple, data: GradingData) -> None:
    """What is right on a straight line is right on voltages that swing about 0, and where the leads have other names."""
    rng = data.rng(f"voltages of {stub}")
    leads = np.stack([rng.normal(0, 1, 2000), rng.uniform(90, 100, 2000)], axis=1)
    record = Record.from_arrays("swings", leads, [1000], ["V"], fs=100, sig_name=("V5", "MLII"))
    drawn = draw(submission, stub, record, seconds=2)
    if len(figures.main_line(drawn, record, 2)[1]) == 200:
        is_right_here_too(figures.shown_start, usual, (drawn, record, 2))
    rounds_its_length(submission, stub, usual)


def rounds_its_length(submission: Submission, stub: str, usual: tuple) -> None:
    """Where `seconds * fs` is no whole number it is rounded; 0.7 * 360 is 251.99999999999997 to a computer."""
    for fs, seconds in ((360, 0.7), (100, 2.346), (100, 2.344)):
        record = ramp(2000, [(1000, "V")], fs=fs)
        is_right_here_too(is_rounded, usual, (draw(submission, stub, record, seconds=seconds), record, seconds))


def is_rounded(drawn: frames.AxesData, record: Record, seconds: float) -> None:
    """Not one sample more or less than there should be; any other number is judged elsewhere."""
    found = len(figures.main_line(drawn, record, seconds)[1])
    problem = (
        "Where `seconds * record.fs` is no whole number, the stretch has one sample too few or too many: round it."
    )
    expect.is_true(abs(found - round(seconds * record.fs)) != 1, problem)


def has_length(drawn: frames.AxesData, record: Record, seconds: float, problems: dict[int, str]) -> None:
    """As many samples as `seconds` last, or one more or less; if not, one of these problems may be why."""
    found = len(figures.main_line(drawn, record, seconds)[1])
    whole = "`seconds` is cut off to a whole number: it may be a fraction, such as 1.5."
    problems = {int(seconds) * int(record.fs): whole, **problems}
    expect.is_true(
        abs(found - seconds * record.fs) <= 1, problems.get(found, "The stretch has another length than `seconds`.")
    )


def is_right_here_too(judge: Callable[..., object], usual: tuple, here: tuple) -> None:
    """Judge what is drawn here, if the usual passes: what is wrong there too has a check of its own."""
    try:
        judge(*usual)
    except CheckFailed:
        return
    judge(*here)


@check("plot_random_segment", points=0.5, hint="Draw the start from `rng` and from nothing else: rng.integers(...).")
def test_segment_is_drawn_from_rng(submission: Submission, data: GradingData) -> None:
    """The same seed gives the same stretch, other seeds give others, and without `rng` every call gives a new one."""
    record = ramp(200 * 100, fs=100)
    is_drawn_from_rng(submission, data, "plot_random_segment", record, seconds=1)


def is_drawn_from_rng(submission: Submission, data: GradingData, stub: str, record: Record, seconds: float) -> None:
    """What both plotting stubs promise about randomness."""
    # Ten: of eight beats, five draws are all the same once in four thousand gradings.
    some = seeds(data, f"seeds of {stub}", 10)

    def shown(seed: int | None) -> bytes:
        drawn = draw(submission, stub, record, seed=seed, seconds=seconds)
        return figures.main_line(drawn, record, seconds)[1].tobytes()

    first, again = ([shown(seed) for seed in some] for _ in range(2))
    expect.is_true(first == again, "The same seed gave two different pictures: draw everything from `rng`.")
    expect.is_true(len(set(first)) > 1, "Different seeds gave the same picture: draw from `rng`.")
    without = {shown(None) for _ in range(10)}
    expect.is_true(
        len(without) > 1,
        "Without `rng` every call gave the same picture: use `np.random.default_rng()` without a seed.",
    )


@check(
    "plot_random_segment",
    points=1,
    hint="The last start that fits is sig_len - length; rng.integers leaves its end out.",
)
def test_segment_reaches_every_place(submission: Submission, data: GradingData) -> None:
    """Every stretch can be drawn, up to the very last sample, and none is preferred."""
    # Its annotations end long before it does.
    # At a rate with which dividing and multiplying gives whole numbers again.
    tight, long = ramp(513, fs=256), ramp(20_000, [(100, "N"), (3000, "N")], fs=50)
    spread = [_start(submission, long, seed) for seed in seeds(data, "long", 60)]
    steps = "Stretches begin only at whole multiples of their length: every sample from 0 to sig_len - length may be the first."
    expect.is_true(any(start % 100 for start in spread) or set(spread) == {0}, steps)
    # With one sample more than the stretch there are two starts. So many draws that an even choice takes
    # either of them less than 6 times: once in 700,000 runs.
    starts = [_start(submission, tight, seed) for seed in seeds(data, "tight", 40)]
    missing = "ends with the last" if set(starts) == {0} else "begins with the first"
    expect.is_true(len(set(starts)) > 1, f"The stretch that {missing} sample is never drawn.")
    grid = np.gcd.reduce(spread)
    problem = f"Stretches begin only at multiples of {grid} samples: every sample from 0 to sig_len - length may be the first."
    expect.is_true(grid in (0, 1), problem)
    expect.is_true(max(spread) > 20_000 * 0.55, "Only stretches near the start of the recording are drawn.")
    expect.is_true(min(spread) < 20_000 * 0.45, "Only stretches near the end of the recording are drawn.")
    quarters = {start // 5000 for start in spread}
    expect.is_true(
        quarters >= {0, 1, 2, 3},
        "From a part of the recording no stretch is ever drawn: every start that fits is equally likely.",
    )
    rarer = min(starts.count(start) for start in set(starts))
    preferred = "One of two stretches is drawn far more often than the other: every start that fits is equally likely."
    expect.is_true(rarer >= 6, preferred)


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
    for samples, seconds in ((200, 2), (250, 2.5)):
        try:
            draw(submission, "plot_random_segment", ramp(samples, fs=100), seconds=seconds)
        except CallFailed as error:
            if "ValueError" in error.bases:
                problem = "A recording exactly as long as `seconds` has one stretch: it must be drawn."
                raise CheckFailed(problem) from error
            raise


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
    # So many that a place drawn from a third that is a fifth too wide shows it.
    for seed in range(20):
        start = figures.shown_start(draw(submission, "plot_abnormal_beat", record, seed=seed), record, 1)
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
        middle = figures.middle_sample(_draw_only_beat(submission, record, MEANINGS[symbol]), record, 1) / 100
        problem = "Another annotation than the abnormal beat is drawn: a normal beat, or a mark that is no beat."
        expect.is_true(abs(middle - (where + 1)) < 0.5, problem)


def _draw_only_beat(submission: Submission, record: Record, meaning: str) -> frames.AxesData:
    try:
        return draw(submission, "plot_abnormal_beat", record)
    except CallFailed as error:
        if error.kind == "raised":
            raise CheckFailed(f"With one abnormal beat ({meaning}) in a recording: {error.hidden_problem}") from error
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
    # Of several: the one that is drawn. J and j are different beats; no word of a title is either of them.
    beats = [(200, "V"), (450, "j"), (480, "A"), (700, "J")]
    # The first abnormal beat is too close to the start: who counts it has the names of other beats.
    record = ramp(900, [(3, "R"), *beats], fs=100)
    for seed in seeds(data, "titles", 12):
        drawn = draw(submission, "plot_abnormal_beat", record, seed=seed)
        middle = figures.middle_sample(drawn, record, 1)
        # A beat beyond the middle third is judged elsewhere: another one may be nearer to the middle.
        shown, near = ([symbol for sample, symbol in beats if abs(sample - middle) <= far] for far in (18, 25))
        for _, symbol in beats if len(shown) == len(near) == 1 else ():
            problem = "With several abnormal beats in a recording, the title names another symbol than that of the beat that is drawn."
            # "A Beat": the article.
            is_named = _names(drawn.title, symbol) and (symbol != "A" or symbol in shown)
            expect.is_true(is_named == (symbol in shown), problem)


def _names(title: str, symbol: str) -> bool:
    return re.search(rf"(?<![A-Za-z]){re.escape(symbol)}(?![A-Za-z0-9])", title) is not None


@check("plot_abnormal_beat", points=0.5, hint="Draw one of the abnormal beats with rng.choice or rng.integers.")
def test_abnormal_beat_is_drawn_from_rng(submission: Submission, data: GradingData) -> None:
    """Every abnormal beat can be drawn, the same seed gives the same one, and other seeds give others."""
    beats = [(100 * place, "NVNA"[place % 4]) for place in range(1, 17)]
    is_drawn_from_rng(submission, data, "plot_abnormal_beat", ramp(1800, beats, fs=100), seconds=1)
    every_beat_is_drawn(submission, data)


def every_beat_is_drawn(submission: Submission, data: GradingData) -> None:
    """Of five beats an even choice takes each in 60 draws, but for once in 100,000 runs; and of two symbols both."""
    beats = [150, 400, 700, 730, 1350]
    record = ramp(1500, [(beat, "V") for beat in beats], fs=100)
    missing = set(beats)
    for seed in seeds(data, "five beats", 60):
        drawn = draw(submission, "plot_abnormal_beat", record, seed=seed)
        if len(figures.main_line(drawn, record, 1)[1]) != 100:
            # Judged elsewhere; and other beats fit.
            return
        # That it is in the middle third is judged elsewhere, too.
        middle = figures.middle_sample(drawn, record, 1)
        missing -= {beat for beat in beats if abs(beat - middle) <= 51}
    problems: dict[tuple[int, ...], str] = {
        (150,): "The first abnormal beat of a recording is never drawn.",
        (1350,): "The last abnormal beat of a recording is never drawn.",
    }
    problem = "Some abnormal beats are never drawn: each of those that fit may be."
    expect.is_true(not missing, problems.get(tuple(missing), problem))
    two = ramp(900, [(200, "V"), (400, "N"), (700, "A")], fs=100)
    middles = [
        figures.middle_sample(draw(submission, "plot_abnormal_beat", two, seed=seed), two, 1)
        for seed in seeds(data, "two symbols", DRAWS)
    ]
    problem = "Of two abnormal beats with different symbols, always the one with the same symbol is drawn."
    # That a normal beat is drawn is judged elsewhere.
    is_judged = all(min(abs(middle - 200), abs(middle - 700)) < 51 for middle in middles)
    expect.is_true(not is_judged or len({middle < 450 for middle in middles}) == 2, problem)


@check(
    "plot_abnormal_beat",
    points=0.5,
    hint="Leave out the beats whose stretch would begin before sample 0 or end after sig_len.",
)
def test_abnormal_beats_at_the_ends_are_not_drawn(submission: Submission, data: GradingData) -> None:
    """A beat so close to an end that its stretch does not fit is not drawn."""
    record = ramp(900, [(3, "V"), (200, "N"), (450, "V"), (700, "N"), (897, "V")], fs=100)
    for seed in seeds(data, "ends", 8):
        drawn = draw(submission, "plot_abnormal_beat", record, seed=seed)
        is_whole = len(figures.main_line(drawn, record, 1)[1]) > 98
        middle = figures.middle_sample(drawn, record, 1)
        is_normal = is_whole and min(abs(middle - 200), abs(middle - 700)) < 40
        problem = "A normal beat is drawn where some abnormal beats do not fit: does a place in one list stand for a place in another?"
        expect.is_true(not is_normal, problem)
        problem = "A beat close to an end of the recording is drawn: its stretch does not fit."
        expect.is_true(is_whole and abs(middle - 450) < 40, problem)
    # A stretch of 3 s has no room where one of 1 s has.
    record = ramp(900, [(80, "V"), (450, "V"), (820, "V")], fs=100)
    for seed in seeds(data, "ends of long stretches", 8):
        drawn = draw(submission, "plot_abnormal_beat", record, seed=seed, seconds=3)
        y = figures.main_line(drawn, record, 3)[1]
        problem = "A beat is drawn whose stretch fits with 1 s, but not with the `seconds` that were asked for."
        expect.is_true(len(y) > 298 or len(y) == 100, problem)
    just_fits(submission, data)


def just_fits(submission: Submission, data: GradingData) -> None:
    """A beat is drawn where its stretch just fits, and not where one sample is missing."""

    def drawn(samples: list[int], seed: int) -> NDArray:
        record = ramp(900, [(sample, "V") for sample in samples], fs=100)
        y = figures.main_line(draw(submission, "plot_abnormal_beat", record, seed=seed), record, 1)[1]
        return expect.finite(y, "The line")

    some = seeds(data, "places of a beat", 6)
    # Samples before the beat; anywhere in the middle third is right, also another place each time.
    before, *others = (450 - _sample_of(drawn([450], seed)[0]) for seed in some)
    if any(before != other for other in others) or not 33 <= before <= 67 or len(drawn([450], 0)) != 100:
        return
    for sample in (before, 800 + before):
        problem = "A beat whose stretch just fits, from sample 0 or up to sig_len, is not drawn."
        try:
            expect.is_true(len(drawn([sample], 0)) == 100, problem)
        except CallFailed as error:
            raise CheckFailed(problem) from error
    for sample in (before - 1, 801 + before):
        problem = "A beat is drawn whose stretch lacks one sample at an end of the recording."
        for seed in some:
            y = drawn(sorted([sample, 450]), seed)
            # The stretch may also have been moved into the recording, if the beat is in its middle third still.
            is_moved = len(y) == 100 and 33 <= sample - _sample_of(y[0]) <= 67
            expect.is_true(is_moved or abs(_sample_of(np.median(y)) - 450) < 60, problem)


def _sample_of(voltage: Any) -> int:
    """Which sample of a ramp has this voltage, which may be any number."""
    return round(float(np.clip(voltage, -1e6, 1e6)) * STEPS) - FIRST


@check("plot_abnormal_beat", points=0.5, hint="Use `seconds` and `record.fs`: neither 1 s nor 360 Hz can be relied on.")
def test_abnormal_beat_at_another_length_and_rate(submission: Submission, data: GradingData) -> None:
    """`plot_abnormal_beat` works for other lengths and other sampling frequencies, fractions of a second included."""
    rng = data.rng("other beats")
    usual = ramp(3000, ONE_BEAT)
    before = draw(submission, "plot_abnormal_beat", usual)
    # Longer than 1.5 s: a beat half a second after the start lies outside the middle third.
    for fs, seconds in (
        (2 * int(rng.integers(50, 65)), 2),
        # An odd number of samples, of which half is no whole number.
        (2 * (2 * int(rng.integers(50, 75)) + 1), rng.integers(3, 5) + 0.5),
    ):
        where = int(rng.integers(8, 12)) * fs
        record = ramp(20 * fs, [(2 * fs, "N"), (where, "V"), (18 * fs, "N")], fs=fs)
        drawn = draw(submission, "plot_abnormal_beat", record, seconds=float(seconds))
        problems = {
            round(seconds * 360): "The stretch takes 360 Hz for granted: use `record.fs`.",
            360: "The stretch always has 360 samples: use `seconds` and `record.fs`.",
            fs: "The stretch is always 1 s long: use `seconds`.",
        }
        has_length(drawn, record, seconds, problems)
        for judge in (figures.shown_start, figures.has_times):
            is_right_here_too(judge, (before, usual, 1), (drawn, record, seconds))
        is_right_here_too(shows_in_the_middle_third, (before, usual, 1, 1500), (drawn, record, seconds, where))
    shows_any_voltages(submission, "plot_abnormal_beat", (before, usual, 1), data)


def shows_in_the_middle_third(drawn: frames.AxesData, record: Record, seconds: float, beat: int) -> None:
    """The stretch has this beat in its middle third."""
    start = figures.shown_start(drawn, record, seconds)
    is_in_the_middle_third(beat - start, round(seconds * record.fs))


@check(
    "plot_abnormal_beat",
    points=0.5,
    hint="If no candidate is left, raise ValueError(...) with a sentence that says so.",
)
def test_recording_without_an_abnormal_beat(submission: Submission, data: GradingData) -> None:
    """A recording without an abnormal beat that fits raises ValueError."""
    # What refuses everything has not shown that it refuses this.
    draw(submission, "plot_abnormal_beat", ramp(3000, ONE_BEAT))
    normal = ramp(900, [(200, "N"), (450, "+"), (700, "N")], fs=100)
    problem = "A recording without an abnormal beat must raise ValueError."
    expect.raises(lambda: draw(submission, "plot_abnormal_beat", normal), "ValueError", problem)
    at_the_end = ramp(900, [(200, "N"), (898, "V")], fs=100)
    problem = "A recording whose only abnormal beat is too close to an end must raise ValueError."
    expect.raises(lambda: draw(submission, "plot_abnormal_beat", at_the_end), "ValueError", problem)
