"""Checks of task 3: features scaled by what the training side alone tells."""

from __future__ import annotations

from contextlib import suppress

import numpy as np
from numpy.typing import NDArray

from . import expect, oracles_features
from .checks import check
from .failures import CallFailed, CheckFailed
from .grading_data import GradingData
from .submission import Submission


class NotSoMany(CheckFailed):
    """`standardize` returns no tuple of as many arrays as came in."""


def scaled(submission: Submission, *arrays: NDArray) -> list[NDArray]:
    """The arrays that `standardize` returns, one for each that went in.

    Raises:
        NotSoMany: they are more or fewer.
        CheckFailed: they have other shapes.
    """
    result = submission.call("standardize", *arrays)
    if isinstance(result, np.ndarray) and len(arrays) == 1 and result.shape == arrays[0].shape:
        raise NotSoMany("Return a tuple, also for train alone: `return (Z,)`.", got=expect.summary(result))
    if not isinstance(result, list | tuple) or len(result) != len(arrays):
        problem = f"Return a tuple with one array for each that came in ({len(arrays)}), train first."
        raise NotSoMany(problem, got=expect.summary(result))
    parts = [
        expect.array(part, "A standardized array", array.shape) for part, array in zip(result, arrays, strict=True)
    ]
    expect.is_true(
        all(part.dtype != bool for part in parts), "A standardized array holds True and False: it must hold numbers."
    )
    parts = [part.astype(np.float64) for part in parts]
    varies = np.any(arrays[0] != arrays[0][:1])
    expect.is_true(
        not varies or np.ptp(parts[0]), "All standardized values are the same, though those of train differ."
    )
    return parts


def features(rng: np.random.Generator, *shape: int) -> NDArray[np.float32]:
    """Random magnitudes whose mean and spread differ from frequency to frequency and from time to time."""
    levels = rng.uniform(0.5, 4, size=(shape[1], 1)) * np.linspace(0.5, 1.5, shape[2])
    return (levels * (1 + 0.5 * rng.random(shape))).astype(np.float32)


@check("standardize", points=1, visible=True, hint="`return (Z_train, *Z_others)`: train first, then each of `others`.")
def test_standardize_keeps_number_and_shapes(submission: Submission, data: GradingData) -> None:
    """`standardize` returns a tuple with as many arrays as came in, each with its own shape."""
    rng = np.random.default_rng(0)
    train, first, second = features(rng, 8, 3, 5), features(rng, 2, 3, 5), features(rng, 6, 3, 5)
    for arrays in ((train, first), (train,), (train, first, second), (train, first, second, first)):
        scaled(submission, *arrays)


@check(
    "standardize",
    points=1.5,
    visible=True,
    hint="Mean and standard deviation over axes 0 and 2 of train, keepdims=True.",
)
def test_standardize_centres_and_scales_each_frequency(submission: Submission, data: GradingData) -> None:
    """In the standardized train array, each frequency has mean 0 and standard deviation 1 over all rows and times."""
    train = features(np.random.default_rng(0), 8, 3, 5)
    # Loud, so that it shows if large values are cut off.
    train[2, :, 3] *= 8
    # Called without others, and with a copy of train: statistics of several arrays are judged elsewhere.
    Z = scaled(submission, train, train)[0]
    mean, deviation = Z.mean(axis=(0, 2)), Z.std(axis=(0, 2))

    def by(axes: tuple[int, ...] | None) -> NDArray:
        wrong = (train - train.mean(axis=axes, keepdims=True)) / train.std(axis=axes, keepdims=True)
        return np.stack([wrong.mean(axis=(0, 2)), wrong.std(axis=(0, 2))])

    cells = (train - train.mean(axis=0)) / train.std(axis=0)
    times = (train - train.mean(axis=(0, 1))) / train.std(axis=(0, 1))
    rows = (train - train.mean(axis=(1, 2), keepdims=True)) / train.std(axis=(1, 2), keepdims=True)
    of_row = (train - train.mean(axis=2, keepdims=True)) / train.std(axis=2, keepdims=True)
    named = {
        "One mean and one standard deviation for all frequencies: each frequency needs its own.": by(None),
        "Each time is scaled by itself: one mean and one standard deviation a frequency (axis 1).": statistics(times),
        "Each row is scaled by itself: one mean and one standard deviation a frequency, over all rows.": statistics(
            rows
        ),
        "The mean is subtracted, but the standard deviation not divided by.": np.stack(
            [np.zeros(3), train.std(axis=(0, 2))]
        ),
        "Divided by the variance, not by the standard deviation.": np.stack([np.zeros(3), 1 / train.std(axis=(0, 2))]),
        "Divided by the standard deviation, but the mean is not subtracted.": np.stack(
            [train.mean(axis=(0, 2)) / train.std(axis=(0, 2)), np.ones(3)]
        ),
        "The standard deviation is the one with n - 1 (ddof=1): use n.": np.stack(
            [np.zeros(3), np.full(3, np.sqrt(39 / 40))]
        ),
        "The values are scaled to 0 ... 1: use mean and standard deviation.": statistics(
            (train - train.min(axis=(0, 2), keepdims=True)) / np.ptp(train, axis=(0, 2), keepdims=True)
        ),
    }
    flat = train.reshape(-1, train.shape[1])
    for sentence, wrong in {
        "`reshape(-1, frequencies)` mixes frequencies and times: move the frequencies to the end first, with `np.moveaxis(train, 1, -1)`.": (
            ((flat - flat.mean(axis=0)) / flat.std(axis=0)).reshape(train.shape)
        ),
        "Each frequency of each time is scaled by itself: one mean and one standard deviation a frequency.": cells,
        "Each frequency of each row is scaled by itself: one mean and one standard deviation a frequency, over all rows.": of_row,
    }.items():
        expect.is_true(not np.allclose(Z, wrong, atol=1e-3), sentence)
    is_not_cut(Z, standardized(train))
    for sentence, wrong in named.items():
        expect.is_true(
            not np.allclose([mean, deviation], wrong, atol=1e-3),
            sentence,
            got=f"means {shown(mean)}, standard deviations {shown(deviation)}",
            expected="means 0, standard deviations 1",
        )
    expect.close(mean, np.zeros(3), "The mean of each frequency", atol=1e-3, rtol=0)
    expect.close(deviation, np.ones(3), "The standard deviation of each frequency", atol=1e-3, rtol=0)
    each_value_is_scaled(train, Z)


def is_not_cut(Z: NDArray, right: NDArray) -> None:
    """The largest and smallest values are as far out as they are."""
    is_short = Z.max() < right.max() - 0.1 or Z.min() > right.min() + 0.1
    is_cut = is_short and np.allclose(Z, right.clip(Z.min(), Z.max()), atol=1e-2)
    expect.is_true(not is_cut, "Large values are cut off: leave them as far out as they are.")


def shown(numbers: NDArray) -> str:
    """A few numbers for `got`."""
    return np.array2string(numbers, precision=3, separator=", ")


def each_value_is_scaled(train: NDArray, Z: NDArray) -> None:
    """Logarithms, and rows in another order, have mean 0 and standard deviation 1 too."""
    right = standardized(train)
    order = [int(np.argmin(np.abs(right - row).max(axis=(1, 2)))) for row in Z]
    expect.is_true(
        order == list(range(len(right))) or not np.allclose(right[order], Z, atol=1e-3),
        "The rows come back in another order: the labels no longer belong to them.",
    )
    mistakes = {
        "The values are upside down: subtract the mean from the values, not the values from the mean.": -right,
        "The times run backwards.": right[:, :, ::-1],
        "Logarithms are standardized: take the magnitudes as they come in.": standardized(np.log(train)),
        "log(1 + magnitude) is standardized: take the magnitudes as they come in.": standardized(np.log1p(train)),
        "Square roots are standardized: take the magnitudes as they come in.": standardized(np.sqrt(train)),
        "The squares are standardized: take the magnitudes as they come in.": standardized(train**2),
        **expect.rounded(right),
    }
    expect.close(Z, right, "The standardized train array", atol=1e-4, rtol=3.5e-4, mistakes=mistakes)
    problem = "Numbers of float16 keep three digits: return float32."
    expect.is_true(not np.array_equal(Z, Z.astype(np.float16)), problem)


def standardized(X: NDArray) -> NDArray:
    """Each frequency with mean 0 and standard deviation 1."""
    return (X - X.mean(axis=(0, 2), keepdims=True)) / X.std(axis=(0, 2), keepdims=True)


def statistics(Z: NDArray) -> NDArray:
    """Mean and standard deviation of each frequency."""
    return np.stack([Z.mean(axis=(0, 2)), Z.std(axis=(0, 2))])


@check("standardize", points=1, hint="Compute mean and standard deviation from train before you touch the others.")
def test_standardize_learns_from_train_alone(submission: Submission, data: GradingData) -> None:
    """What else comes in changes nothing in the standardized train array."""
    rng = data.rng("train alone")
    train = features(rng, 9, 4, 6)
    others = [features(rng, 5, 4, 6), 20 + 5 * features(rng, 7, 4, 6)]
    first = scaled(submission, train, others[0])[0]
    problem = "The standardized train array changes with the other arrays: the statistics must come from train alone."
    expect.is_true(np.allclose(scaled(submission, train, others[1])[0], first, atol=1e-4), problem)
    # Validation and test come together, too; whether so many can is judged elsewhere.
    for beside in ([], others, others[::-1], [*others, train]):
        with suppress(NotSoMany, CallFailed):
            expect.is_true(np.allclose(scaled(submission, train, *beside)[0], first, atol=1e-4), problem)
    # Three times as high and spread: whatever the scaling, it is that of this train array.
    third, again = (scaled(submission, array, others[0])[0] for array in (3 * train + 2, train))
    usual = np.allclose(statistics(again), [[0], [1]], atol=1e-2)
    problem = "The statistics are those of an earlier call: compute them from the train array that comes in, each time."
    expect.is_true(not usual or np.allclose(statistics(third), [[0], [1]], atol=1e-2), problem)


@check(
    "standardize",
    points=1,
    hint="Subtract the mean of train and divide by the standard deviation of train, in the others too.",
)
def test_standardize_scales_the_others_like_train(submission: Submission, data: GradingData) -> None:
    """The other arrays are scaled by the very numbers that train is scaled by."""
    rng = data.rng("others")
    train, other, last = features(rng, 9, 4, 6), 3 + 2 * features(rng, 5, 4, 6), features(rng, 2, 4, 6)
    others = (other, last, 2 * other, 1 + 3 * last)
    found = scaled(submission, train, *others)
    if not _same_scaling(train, found[0], train, found[0]):
        # Logarithms, or values that were cut: judged where train alone is looked at.
        return
    means, deviations = oracles_features.frequency_statistics(train)
    for Z, array in zip(found[1:], others, strict=True):
        own = [(array[:, k] - array[:, k].mean()) / array[:, k].std() for k in range(4)]
        mistakes = {
            "The other arrays are scaled by their own mean and standard deviation: use those of train.": np.stack(
                own, axis=1
            ),
            "The other arrays come back unchanged: scale them by the statistics of train.": array,
        }
        for sentence, wrong in mistakes.items():
            expect.is_true(not np.allclose(Z, wrong, atol=1e-3, rtol=1e-3), sentence)
        right = [(array[:, k] - means[k]) / deviations[k] for k in range(4)]
        is_not_cut(Z, np.stack(right, axis=1))
        # How train itself is scaled is judged elsewhere; here, that the same numbers are used.
        if not np.allclose(Z, np.stack(right, axis=1), atol=1e-3, rtol=1e-3):
            expect.is_true(
                _same_scaling(train, found[0], array, Z),
                "The other arrays are not scaled by the numbers that train is scaled by.",
            )


def _same_scaling(train: NDArray, Z_train: NDArray, other: NDArray, Z_other: NDArray) -> bool:
    """Whether one straight line a frequency leads from what came in to what came out, in both arrays."""
    for k in range(train.shape[1]):
        slope, start = np.polyfit(train[:, k].reshape(-1), Z_train[:, k].reshape(-1), 1)
        if not np.allclose(Z_other[:, k], slope * other[:, k] + start, atol=1e-2, rtol=1e-2):
            return False
    return True


@check("standardize", points=1, hint="Where the standard deviation of train is 0, divide by 1 instead: 0 / 1 is 0.")
def test_standardize_of_a_constant_frequency(submission: Submission, data: GradingData) -> None:
    """A frequency that is constant in train becomes 0 there, and NaN or infinite values come back nowhere."""
    rng = data.rng("constant")
    train, other = features(rng, 8, 4, 5), features(rng, 6, 4, 5)
    k = int(rng.integers(4))
    # Halves and quarters, whose mean is exact in float32.
    train[:, k] = rng.choice([0, 0.25, 1.5])
    for Z in scaled(submission, train, other):
        problem = "A frequency that is constant in train gives NaN or infinite values: its standard deviation is 0."
        expect.is_true(np.isfinite(Z).all(), problem)
    expect.is_true(
        np.abs(scaled(submission, train)[0][:, k]).max() < 1e-3,
        "A frequency that is constant in train does not become 0.",
    )
    # A standard deviation plus 1e-8 will do; infinity made a number will not.
    problem = (
        "A frequency that is constant in train becomes infinite, or the largest number there is, in the other arrays."
    )
    expect.is_true(np.abs(scaled(submission, train, other)[1]).max() < 1e20, problem)
    faint_frequencies_are_scaled_too(submission, rng)


def faint_frequencies_are_scaled_too(submission: Submission, rng: np.random.Generator) -> None:
    """High frequencies of the recordings spread over some 0.002 mV; with many rows, as in the course."""
    train = features(rng, 100, 4, 6)
    usual = scaled(submission, train)[0].std(axis=(0, 2))
    if not np.allclose(usual, 1, atol=2e-2):
        return
    problem = "A frequency that hardly varies, by 0.002 mV, is not scaled to standard deviation 1: only one that is constant is special, and nothing is added to the standard deviation."
    deviation = scaled(submission, 5e-3 * train)[0].std(axis=(0, 2))
    expect.is_true(np.allclose(deviation, 1, atol=2e-2), problem)
    # In the course the first thousand of 70,000 rows are of one patient.
    many = features(rng, 6000, 4, 2)
    many[1007::10] += many.std(axis=(0, 2), keepdims=True)
    # And the last half others than the first: the spread of blocks is not that of all.
    many[3000:] += 3 * many.std(axis=(0, 2), keepdims=True)
    Z = scaled(submission, many)[0]
    centred = np.allclose(Z.mean(axis=(0, 2)), 0, atol=2e-2) and np.allclose(Z.std(axis=(0, 2)), 1, atol=2e-2)
    expect.is_true(centred, "With thousands of rows mean and standard deviation are not those of all rows of train.")


@check("standardize", points=0.5, hint="`X -= mean` changes the array that came in: write `Z = X - mean`.")
def test_standardize_leaves_its_inputs_alone(submission: Submission, data: GradingData) -> None:
    """The arrays that go into `standardize` are the same afterwards."""
    rng = data.rng("inputs")
    given = [features(rng, 6, 3, 5), features(rng, 4, 3, 5)]
    alone, afterwards = submission.call("standardize", *given, with_arguments=True)
    problem = "`standardize` changed an array that came in: whoever called it still needs the magnitudes."
    expect.unchanged(given, afterwards, problem)
    first, _ = submission.call("standardize", *given, then=(2 * given[0] + given[0] ** 2, *given[1:]))
    problem = "A second call changed what the first one returned: make new arrays in each call."
    expect.kept(alone, first, problem)
