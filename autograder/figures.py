"""What a drawn stretch of a recording shows: which samples, over which times, under which labels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgkit.contracts import NO_AXES
from ecgkit.records import Record

from . import expect
from .failures import CheckFailed
from .worker import frames

#: "Time (s)", "time [s]", "t / s", "seconds since the start", ...; not "the recording's time", "(µs)", "the second beat".
_SECONDS = re.compile(
    r"(?<![^\W\d_])(?<!['\u2019`\u00b4])(?<!milli[ -])(?<!micro[ -])"
    r"(s|secs?|segs?|sek|sn|seconds|sekund(?:en?|er|y|it?|ach|\u00e1ch|ama|ah|ami|\u0113s|\u0117s)?|segundos?|segons?|secondes?|second[io]|seconden|secunde|saniye|sekunt\w*|"
    r"m\u00e1sodperc|detik|gi\u00e2y|\u03b4\u03b5\u03c5\u03c4\w*|\u0441|\u0441\u0435\u043a|\u0441\u0435\u043a\u0443\u043d\u0434(?:[\u0430\u044b\u0438\u0435\u0443]|\u0430\u0445|\u0430\u043c\u0438)?|"
    r"second(?!\s+(?!since\b|from\b|after\b|of\s+the\s+record)[a-z]))(?![^\W\d_])(?!-[a-z])|(?<![\u6beb\u5fae\u30ea\ub9ac])[\u79d2\ucd08]",
    re.IGNORECASE,
)
_MILLIVOLTS = re.compile(
    r"(?<![a-z])(m\s?v|m\s?volts?|mil+i[ \u00b7-]?[vw]olt\w{0,5}|\u043c\u0438\u043b\u0438\u0432\u043e\u043b\u0442\w{0,3}|\u043c\u0456\u043b\u0456\u0432\u043e\u043b\u044c\u0442\w*|\u043c\u0412|\u043c\u0438\u043b\u043b\u0438\u0432\u043e\u043b\u044c\u0442\u044b?|"
    r"\u6beb\u4f0f|\u30df\u30ea\u30dc\u30eb\u30c8|\ubc00\ub9ac\ubcfc\ud2b8)(?![a-z])",
    re.IGNORECASE,
)

_MEGAVOLTS = re.compile(r"(?<![A-Za-z])M\s?V(?![A-Za-z])")

#: Share of an axis that a line takes at least.
_FLAT = 0.02

_NUMBER = re.compile(r"[-+\N{MINUS SIGN}]?\d+(\.\d*)?")

Line = tuple[NDArray, NDArray]


def axes(value: Any) -> frames.AxesData:
    """The Axes that a stub returned.

    Raises:
        CheckFailed: it is something else, or empty.
    """
    if not isinstance(value, frames.AxesData):
        raise CheckFailed(NO_AXES, got=expect.kind_of(value))
    expect.is_true(
        value.lines, "The Axes holds no line that can be seen: draw the samples with `ax.plot(time, millivolts)`."
    )
    return value


def has_units(drawn: frames.AxesData) -> None:
    """Both labels name their unit."""
    for axis, label, unit, pattern in (("x", drawn.xlabel, "s", _SECONDS), ("y", drawn.ylabel, "mV", _MILLIVOLTS)):
        expect.is_true(
            label,
            f"The {axis} axis has no label that can be seen.",
            expected=f"what the axis shows, and its unit: ({unit})",
        )
        problem = f"The label of the {axis} axis does not name its unit, {unit}."
        expect.is_true(pattern.search(label), problem, got=repr(label), expected=f"a label with ({unit})")
    # In a label all of capitals it is the voltage's unit, too.
    is_mega = _MEGAVOLTS.search(drawn.ylabel) and not drawn.ylabel.isupper()
    problem = "The label of the y axis says megavolts: the unit is mV, with a small m."
    expect.is_true(not is_mega, problem, got=repr(drawn.ylabel), expected="a label with (mV)")


def shown_start(drawn: frames.AxesData, record: Record, seconds: float) -> int:
    """The number of the first sample that is drawn.

    Raises:
        CheckFailed: no line shows `seconds` of consecutive samples of column 0; says what it shows instead.
    """
    line = _line_of_samples(drawn, record, seconds)
    if line is None:
        raise _what_is_shown(drawn, record, round(seconds * record.fs))
    _is_upright(drawn, line[1], record)
    start = _find(line[1], record.p_signal[:, 0])
    assert start is not None
    return start


def _is_upright(drawn: frames.AxesData, y: NDArray, record: Record) -> None:
    """The y axis is linear, points upwards and reaches the voltages."""
    lower, upper = drawn.limits[1]
    expect.is_true(lower < upper, "The y axis points downwards: positive voltages go up.")
    expect.is_true(
        drawn.yscale == "linear", "The y axis is not linear: voltages may be negative.", got=f"scale {drawn.yscale!r}"
    )
    problem = "The y axis is so long (`set_ylim`) that the line is flat."
    # On an axis for any recording, or for both leads of this one, the voltages of a check may look flat.
    margin = 0.1 * np.ptp(record.p_signal)
    is_usual = (lower >= -6 and upper <= 6) or (
        lower >= record.p_signal.min() - margin and upper <= record.p_signal.max() + margin
    )
    expect.is_true(
        is_usual or np.ptp(y) >= _FLAT * (upper - lower), problem, got=f"an axis from {lower:.4g} to {upper:.4g}"
    )
    # Ends for all recordings are as good as those of one: the voltages of a check may be higher than those of a heart.
    inside = 1.0 if lower <= -1.5 and upper >= 2 else np.mean((lower <= y) & (y <= upper))
    problem = "The y axis does not show the whole line: its ends (`set_ylim`) cut voltages off."
    expect.is_true(inside > 0.9, problem, got=f"{inside:.0%} of the samples lie between {lower:.4g} and {upper:.4g}")


def has_times(drawn: frames.AxesData, record: Record, seconds: float) -> None:
    """x is the time of each sample since the start of the recording, in s.

    Judged by itself: where the drawn voltages are not the record's, the first time says which sample is the first.
    """
    x, _ = main_line(drawn, record, seconds)
    expect.is_true(np.isfinite(x).all(), "The x values hold NaN or infinite values.")
    left, right = drawn.limits[0]
    sample = (x.max() - x.min()) / len(x)
    # A line of another length is judged elsewhere.
    shows_all = len(x) != round(seconds * record.fs) or (
        left < right and left <= x.min() + 2 * sample and x.max() - 2 * sample <= right
    )
    ends = f"from {x.min():.4g} to {x.max():.4g}"
    expect.is_true(
        shows_all,
        "The x axis does not show the whole line: its ends (`set_xlim`) are others than those of the line.",
        got=f"an axis from {left:.4g} to {right:.4g}, and a line {ends}",
        expected=f"an axis {ends}",
    )
    problem = "The x axis is so long (`set_xlim`) that the line is a stroke."
    expect.is_true(np.ptp(x) >= _FLAT * abs(right - left), problem, got=f"an axis from {left:.4g} to {right:.4g}")
    expect.is_true(drawn.xscale == "linear", "The x axis is not linear.", got=f"scale {drawn.xscale!r}")
    _ticks_are_times(drawn, float(x.min()))
    start = first_sample(drawn, record, seconds)
    samples = start + np.arange(len(x))
    from_zero = np.arange(len(x))
    expect.close(
        x,
        samples / record.fs,
        "The x values",
        atol=0.05 / record.fs,
        rtol=0,
        mistakes={
            "x starts at 0: it must be the time since the start of the recording, not of the stretch.": from_zero
            / record.fs,
            "x counts samples: divide by `record.fs` to get seconds.": samples.astype(float),
            "x counts samples from 0: it must be the time since the start of the recording in s.": from_zero.astype(
                float
            ),
            "x is in milliseconds, not in seconds.": 1000 * samples / record.fs,
            "x is in minutes, not in seconds.": samples / record.fs / 60,
            "x takes 360 Hz for granted: use `record.fs`.": samples / 360,
            "x is off by one sample: `np.linspace` includes its end, `np.arange(n) / fs` does not.": np.linspace(
                start / record.fs, (start + len(x)) / record.fs, len(x)
            ),
        },
    )


def _ticks_are_times(drawn: frames.AxesData, first: float) -> None:
    """What stands below the axis does not count from the first time that is drawn, if that is not about 0."""
    numbers = [(place - first, _NUMBER.fullmatch(label)) for place, label in drawn.ticks]
    # To a decimal place.
    is_from_zero = [
        abs(float(found[0].replace("\N{MINUS SIGN}", "-")) - place) <= 0.051 for place, found in numbers if found
    ]
    problem = "The labels of the ticks count from the start of the stretch: they must be the time since the start of the recording."
    expect.is_true(first < 1 or len(is_from_zero) < 2 or not all(is_from_zero), problem)


def first_sample(drawn: frames.AxesData, record: Record, seconds: float) -> int:
    """The number of the first sample that is drawn; by its time, if the voltages are not the record's."""
    line = _line_of_samples(drawn, record, seconds)
    start = _find(line[1], record.p_signal[:, 0]) if line else None
    if start is not None:
        return start
    first = float(longest_line(drawn)[0][0])
    expect.is_true(np.isfinite(first), "The x values hold NaN or infinite values.")
    # A time that lies in no recording tells no sample.
    return round(min(max(first * record.fs, 0), record.sig_len))


def middle_sample(drawn: frames.AxesData, record: Record, seconds: float) -> float:
    """The number of the sample in the middle of what is drawn; see `first_sample`."""
    return first_sample(drawn, record, seconds) + (len(main_line(drawn, record, seconds)[1]) - 1) / 2


def main_line(drawn: frames.AxesData, record: Record, seconds: float) -> Line:
    """The line of the stretch, beside which there may be others; the longest if none shows `seconds` of the record."""
    return _line_of_samples(drawn, record, seconds) or longest_line(drawn)


def longest_line(drawn: frames.AxesData) -> Line:
    """The line with most points."""
    x, y = max(drawn.lines, key=lambda line: len(line[1]))
    expect.is_true(len(x), "The line on the Axes has no points.")
    return x, y


def _line_of_samples(drawn: frames.AxesData, record: Record, seconds: float) -> Line | None:
    count = round(seconds * record.fs)
    lead = record.p_signal[:, 0]
    return next(((x, y) for x, y in drawn.lines if len(y) == count and _find(y, lead) is not None), None)


def _find(values: NDArray, lead: NDArray, tolerance: float = 2e-5) -> int | None:
    """Where `values` stand in `lead`, within the accuracy of float32."""
    if not 0 < len(values) <= len(lead) or not np.isfinite(values).all():
        return None

    def same(some: NDArray, other: NDArray) -> NDArray:
        return np.isclose(some, other, rtol=1e-6, atol=tolerance)

    candidates = np.flatnonzero(same(lead[: len(lead) - len(values) + 1], values[0]))
    return next((int(start) for start in candidates if same(lead[start : start + len(values)], values).all()), None)


def _what_is_shown(drawn: frames.AxesData, record: Record, count: int) -> CheckFailed:
    x, y = longest_line(drawn)
    expected = f"{count} consecutive samples of p_signal[:, 0]"
    for sentence, shown, tolerance in _mistakes(record):
        if _find(y, shown, tolerance) is not None:
            return CheckFailed(sentence, got=expect.summary(y), expected=expected)
    if _find(x, record.p_signal[:, 0]) is not None:
        return CheckFailed("The voltages are on the x axis: x is the time, y the voltage.", expected=expected)
    if len(y) != count:
        problem = f"The line has {_compared(len(y), count)}: it must show `seconds * record.fs` consecutive samples."
        return CheckFailed(problem, got=f"{len(y)} samples", expected=expected)
    if _find(np.diff(y), np.diff(record.p_signal[:, 0])) is not None:
        problem = "Something is added to the voltages or taken away from them: draw them as they are."
        return CheckFailed(problem, got=expect.summary(y), expected=expected)
    return CheckFailed(
        "The line does not show consecutive samples of column 0 of `p_signal`: are they filtered, smoothed or thinned out?",
        got=expect.summary(y),
        expected=expected,
    )


def _mistakes(record: Record) -> Iterator[tuple[str, NDArray, float]]:
    """Sentence, what this mistake draws from, and to within how much."""
    lead = record.p_signal[:, 0]
    yield "The line shows the second lead: column 0 of `p_signal` is the first.", record.p_signal[:, 1], 2e-5
    both = "The line alternates between the two leads, as `p_signal.flatten()` does: the first lead is a column, `p_signal[:, 0]`."
    yield both, record.p_signal.reshape(-1), 2e-5
    yield "The line shows the recorder's units: `p_signal` is in mV already.", 200 * lead + 1024, 0.51
    yield "The line is in microvolts: `p_signal` is in mV already.", 1000 * lead, 0.51
    yield "The line is upside down.", -lead, 2e-5
    if lead.min() < 0:
        yield "The line has lost the sign of its voltages.", np.abs(lead), 2e-5
    yield "The mean is subtracted: draw the voltages as they are.", lead - lead.mean(), 2e-5
    yield "The first value is subtracted: draw the voltages as they are.", lead - lead[0], 2e-5
    yield "The lead is standardized: draw the voltages as they are, in mV.", (lead - lead.mean()) / lead.std(), 2e-5
    yield "The line is in volts: `p_signal` is in mV, and the axis too.", lead / 1000, 2e-8
    yield "The line runs backwards.", lead[::-1], 2e-5
    for first in (0, 1):
        yield "The line skips samples: draw all of them.", lead[first::2], 2e-5


def _compared(found: int, wanted: int) -> str:
    if abs(found - wanted) == 1:
        return "one sample too many" if found > wanted else "one sample too few"
    return "too many samples" if found > wanted else "too few samples"
