"""Checks of task 4: shares of the classes, their plot, and weights that balance them."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgkit.contracts import NO_AXES

from . import expect
from .checks import check
from .expect import OVERFLOW
from .failures import CheckFailed
from .grading_data import GradingData
from .submission import Submission
from .worker import frames

#: Of a stub that sorts its labels, say.
_CHANGED = "`{}` changed the labels that came in: each must stay beside its row."

#: Eight beats, two of them abnormal.
EIGHT_BEATS = np.array([[0], [0], [1], [0], [0], [0], [1], [0]])


@check(
    "class_distribution", points=1, visible=True, hint="The share of a class is its number of rows divided by all rows."
)
def test_shares_of_eight_beats(submission: Submission, data: GradingData) -> None:
    """`class_distribution` gives the shares of normal and abnormal beats."""
    shares = _by_class(submission.call("class_distribution", EIGHT_BEATS), "The distribution")
    mistakes = {
        "The shares of the two classes are swapped: 0 is normal.": np.array([0.25, 0.75]),
        "These are counts: a share is a count divided by the number of rows.": np.array([6.0, 2.0]),
        "These are per cent: a share lies between 0 and 1.": np.array([75.0, 25.0]),
    }
    expect.close(shares, np.array([0.75, 0.25]), "The pair of shares", mistakes=mistakes)


@check("class_distribution", points=0.5, hint="Try y of shape (N, 1) and (N,), and a y that holds one class only.")
def test_shares_of_any_labels(submission: Submission, data: GradingData) -> None:
    """The shares are right for (N, 1) and (N,), and a class without a row has the share 0."""
    for what, y in _label_vectors(data, "shares"):
        result, afterwards = submission.call("class_distribution", y, with_arguments=True)
        shares = _by_class(result, f"The distribution of {what}")
        abnormal = float(np.mean(y))
        overflowed = _overflowed(y)
        mistakes = {
            "The shares of the two classes are swapped: 0 is normal.": np.array([abnormal, 1 - abnormal]),
            OVERFLOW: np.array([1 - overflowed, overflowed]),
            **expect.rounded(np.array([1 - abnormal, abnormal])),
        }
        expect.close(shares, np.array([1 - abnormal, abnormal]), f"The pair of shares of {what}", mistakes=mistakes)
        expect.unchanged([y], afterwards, _CHANGED.format("class_distribution"))


@check("class_distribution", points=0.5, hint="Raise a ValueError at the top if `y` has no row.")
def test_shares_of_no_beats_are_refused(submission: Submission, data: GradingData) -> None:
    """`class_distribution` raises a ValueError if there is no row."""
    # What refuses everything has not shown that it refuses this.
    submission.call("class_distribution", EIGHT_BEATS)
    for empty in (np.zeros((0, 1), np.int64), np.zeros(0, np.int64)):
        problem = "Without any row there are no shares: `class_distribution` must raise a ValueError."
        expect.raises(lambda empty=empty: submission.call("class_distribution", empty), "ValueError", problem)


@check(
    "plot_distribution",
    points=0.5,
    visible=True,
    hint="One bar a class, normal first: `ax.bar(...)`, `ax.set_ylabel(...)`, `return ax`.",
)
def test_bars_of_eight_beats(submission: Submission, data: GradingData) -> None:
    """`plot_distribution` draws two bars, normal first, and labels the y axis."""
    axes = _axes(submission.call("plot_distribution", EIGHT_BEATS))
    _bars_are(axes, 0.75, 0.25, count=8)
    _bars_can_be_seen(axes)
    _bars_are_named(axes)
    expect.is_true(axes.ylabel.strip(), "The y axis has no label: say what the bars show.")


@check(
    "plot_distribution",
    points=0.5,
    hint="The heights are the shares of the labels that come in; draw both bars even if one is 0.",
)
def test_bars_of_any_labels(submission: Submission, data: GradingData) -> None:
    """The heights of the bars are the shares, for any labels."""
    is_shown = _is_shown(_axes(submission.call("plot_distribution", EIGHT_BEATS)))
    for _, y in _label_vectors(data, "bars"):
        abnormal = float(np.mean(y))
        drawn, afterwards = submission.call("plot_distribution", y, with_arguments=True)
        axes = _axes(drawn)
        _bars_are(axes, 1 - abnormal, abnormal, count=len(y), overflowed=_overflowed(y))
        expect.unchanged([y], afterwards, _CHANGED.format("plot_distribution"))
        # If not, the visible check says so.
        if is_shown:
            _bars_can_be_seen(axes)
            _bars_are_named(axes)


@check(
    "class_weights",
    points=0.5,
    visible=True,
    hint="The weight of a class is 1 / (2 share): the rarer class weighs more.",
)
def test_weights_of_eight_beats(submission: Submission, data: GradingData) -> None:
    """`class_weights` weighs the rarer class more."""
    weights = _by_class(submission.call("class_weights", EIGHT_BEATS), "The result")
    right = np.array([2 / 3, 2.0])
    expect.close(weights, right, "The pair of weights", mistakes=_weight_mistakes(0.25) | expect.rounded(right))


@check("class_weights", points=1, hint="Number of rows of a class times its weight must be N / 2, for both classes.")
def test_weights_balance_any_labels(submission: Submission, data: GradingData) -> None:
    """With its weight, each class sums to half of all rows."""
    rng = data.rng("weights")
    for shape, dtype, low, high in (
        ((400, 1), np.int64, 0.2, 0.4),
        ((301,), np.int64, 0.65, 0.9),
        ((900,), np.int64, 0.03, 0.08),
        # More are abnormal than an int8 can count.
        ((1100, 1), np.int8, 0.2, 0.4),
    ):
        y: NDArray = (rng.random(shape) < rng.uniform(low, high)).astype(dtype)
        result, afterwards = submission.call("class_weights", y, with_arguments=True)
        weights = _by_class(result, "The result")
        abnormal = float(np.mean(y))
        expected = 0.5 / np.array([1 - abnormal, abnormal])
        with np.errstate(divide="ignore"):
            overflowed = 0.5 / np.array([1 - _overflowed(y), _overflowed(y)])
        mistakes = {**_weight_mistakes(abnormal), OVERFLOW: overflowed, **expect.rounded(expected)}
        expect.close(weights, expected, "The pair of weights", mistakes=mistakes)
        expect.unchanged([y], afterwards, _CHANGED.format("class_weights"))


@check("class_weights", points=0.5, hint="No weight can balance a class without a row: raise a ValueError.")
def test_weights_of_a_missing_class_are_refused(submission: Submission, data: GradingData) -> None:
    """`class_weights` raises a ValueError if a class has no row."""
    submission.call("class_weights", EIGHT_BEATS)
    for y in (np.zeros((6, 1), np.int64), np.ones((5, 1), np.int64)):
        problem = "A class without a row has no weight: `class_weights` must raise a ValueError."
        expect.raises(lambda y=y: submission.call("class_weights", y), "ValueError", problem)


def _by_class(value: Any, what: str) -> NDArray[np.float64]:
    """The numbers of {0: a, 1: b} as an array (2,)."""
    expect.is_true(isinstance(value, dict), f"{what} is no dict with the keys 0 and 1.", got=expect.summary(value))
    problem = (
        f"The keys of {what[0].lower()}{what[1:]} are texts: they must be the numbers 0 and 1, as Keras looks for them."
    )
    expect.is_true(not {"0", "1"} & set(value), problem, got=str(list(value)))
    keys = {str(key).removesuffix(".0") for key in value}
    is_complete = keys in ({"0", "1"}, {"False", "True"})
    expect.is_true(
        is_complete,
        f"{what} must have exactly the keys 0 and 1; a class without a row has one too.",
        got=str(list(value)),
    )
    ordered = sorted(value, key=lambda key: str(key))
    numbers = [expect.array(value[key], f"{what} of class {label}") for label, key in enumerate(ordered)]
    expect.is_true(all(number.size == 1 for number in numbers), f"{what} must hold one number a class.")
    return np.array([float(number.reshape(())) for number in numbers])


def _axes(value: Any) -> frames.AxesData:
    expect.is_true(isinstance(value, frames.AxesData), NO_AXES, got=expect.kind_of(value))
    return value


def _bars_are(
    axes: frames.AxesData, normal: float, abnormal: float, count: int, overflowed: float | None = None
) -> None:
    expect.is_true(len(axes.bars) == 2, "The plot must have two bars, one a class.", got=f"{len(axes.bars)} bars")
    heights = _from_the_left(axes)[:, 1]
    shares = np.array([normal, abnormal])
    mistakes = {
        "The bars are in the wrong order: normal comes first.": shares[::-1],
        "The bars show counts: their heights must be the shares.": shares * count,
        "The bars show per cent: their heights must be the shares, between 0 and 1.": shares * 100,
        "The heights are densities, shares divided by the width of a bar: they must be the shares.": 2 * shares,
        "The bars lie on their side: draw them upright with `ax.bar`.": np.array([0.8, 0.8]),
    }
    if overflowed is not None:
        mistakes[OVERFLOW] = np.array([1 - overflowed, overflowed])
    expect.close(heights, shares, "The pair of heights", mistakes=mistakes)


def _bars_can_be_seen(axes: frames.AxesData) -> None:
    """Both bars stand on 0, side by side, between the ends of the axes."""
    (left, height, width, foot), (other, height_of_other, width_of_other, foot_of_other) = _from_the_left(axes)
    apart = abs(width) / 2 + abs(width_of_other) / 2
    expect.is_true(other - left > 0.5 * apart, "One bar stands in front of the other, or on it: put them side by side.")
    expect.is_true(
        abs(foot) < 1e-6 and abs(foot_of_other) < 1e-6, "A bar does not begin at 0: its length is its share."
    )
    ends = np.sort(axes.limits[0])
    problem = "A bar has no width, or stands beyond the ends of the x axis: nobody sees it."
    expect.is_true(width and width_of_other and ends[0] <= left and other <= ends[1], problem)
    expect.is_true(
        axes.limits[0, 0] < axes.limits[0, 1], "The x axis runs backwards: the bar of normal beats comes first."
    )
    lower, upper = axes.limits[1]
    problem = "The y axis is not linear, or so long that the bars are flat."
    is_high = max(height, height_of_other) >= 0.02 * (upper - lower)
    expect.is_true(axes.yscale == "linear" and is_high, problem, got=f"{axes.yscale}, from {lower:.3g} to {upper:.3g}")
    problem = "The y axis cuts the bars off: it must begin at 0, and go beyond the larger share."
    expect.is_true(
        lower <= 1e-6 and upper >= max(height, height_of_other) - 1e-6, problem, got=f"from {lower:.3g} to {upper:.3g}"
    )


def _is_shown(axes: frames.AxesData) -> bool:
    """Whether two bars can be seen under their own names."""
    try:
        expect.is_true(len(axes.bars) == 2, "")
        _bars_can_be_seen(axes)
        _bars_are_named(axes)
    except CheckFailed:
        return False
    return True


def _bars_are_named(axes: frames.AxesData) -> None:
    """The labels below the bars, if there are any, are not those of each other."""
    left, right = (_label_of(axes, bar) for bar in _from_the_left(axes))
    is_swapped = "abnormal" in left and "normal" in right and "abnormal" not in right
    expect.is_true(not is_swapped, "The labels below the bars are swapped: the first bar is that of normal beats.")


def _label_of(axes: frames.AxesData, bar: NDArray) -> str:
    """The label nearest to a bar, in small letters; "" if none is near."""
    near = [(abs(place - bar[0]), label) for place, label in axes.ticks if abs(place - bar[0]) <= abs(bar[2]) / 2]
    label = min(near, default=(0, ""))[1].lower()
    return _NOT.sub(lambda found: "normal" if found[1] else "abnormal", label)


#: "not abnormal", "non-normal".
_NOT = re.compile(r"\bno[nt]?[ -]?(ab)?normal")


def _from_the_left(axes: frames.AxesData) -> NDArray:
    return axes.bars[np.argsort(axes.bars[:, 0], kind="stable")]


def _weight_mistakes(abnormal: float) -> dict[str, NDArray]:
    shares = np.array([1 - abnormal, abnormal])
    return {
        "The weights are inverted: the rarer class must weigh more.": 0.5 / shares[::-1],
        "The weights are the shares themselves: the rarer class must weigh more.": shares,
        "The weights are half the shares: `1 / 2 * share` is `share / 2`, write `1 / (2 * share)`.": shares / 2,
        "The weights are 1 / share: twice too large, so they also change the size of the loss.": 1 / shares,
        "The weights have the right ratio, but that of the normal class is made 1: they must be 1 / (2 share).": shares[
            0
        ]
        / shares,
        "The weights are made to sum to 1: they must be 1 / (2 share).": shares[::-1],
        "The weights are made to sum to 2: they must be 1 / (2 share).": 2 * shares[::-1],
        "The weights are square roots: they must be 1 / (2 share).": np.sqrt(0.5 / shares),
        "The weights have the right ratio, but that of the abnormal class is made 1: they must be 1 / (2 share).": shares[
            1
        ]
        / shares,
        "The abnormal class always weighs more: the rarer one must.": np.sort(0.5 / shares),
    }


def _label_vectors(data: GradingData, purpose: str) -> list[tuple[str, NDArray]]:
    """Labels as they come in the course: int8, and more of them than an int8 can count; int64 too."""
    rng = data.rng(purpose)
    count = int(rng.integers(400, 900))
    mixed = rng.permutation(np.repeat([0, 1], [count, int(rng.integers(140, 350))]))
    return [
        ("labels of shape (N, 1)", mixed.reshape(-1, 1)),
        ("labels of shape (N,)", mixed),
        ("int8 labels", mixed.reshape(-1, 1).astype(np.int8)),
        ("labels without an abnormal beat", np.zeros((count, 1), np.int8)),
        ("labels without a normal beat", np.ones((count, 1), np.int8)),
    ]


def _overflowed(y: NDArray) -> float:
    """The share of abnormal rows, if they are counted in the labels' own type."""
    return float(y.sum(dtype=y.dtype)) / len(y)
