"""Checks of task 3: spectrograms."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.signal
from numpy.typing import NDArray

from . import expect, oracles_features
from .checks import check
from .failures import CallFailed, CheckFailed
from .grading_data import GradingData
from .submission import Submission
from .worker import frames

MISSING_FIRST = "the first segment is missing: put half a segment of zeros before each row."
MISSING_LAST = "the last segment is missing: fill up with zeros to a whole number of steps."


def magnitudes(submission: Submission, X: NDArray, **options: Any) -> NDArray:
    """What `spectrogram` returns, as it is.

    Raises:
        CheckFailed: it is no array of real numbers.
    """
    try:
        result = submission.call("spectrogram", X, **options)
    except CallFailed as error:
        if "window must be 1-D" in error.text:
            problem = "The third argument of `scipy.signal.stft` is the window: name the others, as in `stft(X, fs, nperseg=nperseg, noverlap=noverlap)`."
            raise CheckFailed(problem) from error
        raise
    items = result if isinstance(result, list | tuple) else [result]
    if items and all(isinstance(item, frames.Unreadable) and "complex" in item.kind for item in items):
        raise CheckFailed("The spectrogram is complex: take the magnitude with `np.abs`.")
    try:
        return expect.array(result, "The spectrogram")
    except CheckFailed as error:
        if isinstance(result, list | tuple) and len(result) < 5:
            problem = f"`spectrogram` returns {len(result)} things, such as frequencies, times and values: return the values alone."
            raise CheckFailed(problem) from error
        raise


def ordered(submission: Submission, X: NDArray, **options: Any) -> NDArray:
    """The spectrogram as (row, frequency, time), whichever way round: a check of its own judges the order of axes."""
    S = magnitudes(submission, X, **options)
    expect.is_true(S.ndim == 3, "The spectrogram must have three axes: row, frequency, time.", got=f"shape {S.shape}")
    expect.is_true(S.size, "The spectrogram is empty.", got=f"shape {S.shape}")
    expect.finite(S, "The spectrogram")
    problem = "The spectrogram is 0 everywhere, though the signal is not."
    if np.all(X[:, :1] == X):
        problem = "The spectrogram of a constant voltage is 0: the mean is taken away, which scipy.signal.stft does not (its `detrend` is False)."
    expect.is_true(S.any() or not np.any(X), problem)
    bins = options.get("nperseg", 64) // 2 + 1
    for axes in ((0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)):
        turned = S.transpose(axes)
        if turned.shape[:2] == (len(X), bins):
            return turned
    raise CheckFailed(
        "The spectrogram must have one frequency for each of the nperseg // 2 + 1 bins.", got=f"shape {S.shape}"
    )


@check(
    "spectrogram",
    points=1,
    visible=True,
    hint="scipy.signal.stft returns frequencies, times and Z; np.abs(Z) has the axes row, frequency, time.",
)
def test_spectrogram_has_frequencies_and_times(submission: Submission, data: GradingData) -> None:
    """The spectrogram of (5, 1440) has the shape (5, 33, 46): row, frequency, time."""
    S = magnitudes(submission, np.sin(np.arange(5 * 1440).reshape(5, 1440) / 9).astype(np.float32))
    sentences = {
        (5, 46, 33): "The axes are swapped: frequency comes before time.",
        (33, 46, 5): "The rows stand last: they come first.",
        (33, 5, 46): "The rows stand in the middle: they come first.",
        (5, 33, 44): "There are 44 times: pad half a segment of zeros at both ends, as scipy.signal.stft does.",
        (5, 32, 46): "There are 32 frequencies: 0 and half the sampling frequency both belong to them.",
        (5, 64, 46): "There are 64 frequencies: the negative ones tell nothing new, use np.fft.rfft.",
        (5, 33 * 46): "The spectrogram is flattened: keep row, frequency, time.",
    }
    if S.shape == (5, 33, 45):
        # Half of the first segment is zeros, and the wave half as high.
        is_first = S[:, :, 0].max() > 0.75 * S[:, :, 1].max()
        sentences[S.shape] = f"There are 45 times: {MISSING_FIRST if is_first else MISSING_LAST}"
    if S.shape in sentences:
        raise CheckFailed(sentences[S.shape], got=f"shape {S.shape}", expected="shape (5, 33, 46)")
    expect.array(S, "The spectrogram", (5, 33, 46))


@check(
    "spectrogram",
    points=2,
    visible=True,
    hint='Divide by the sum of the Hann window: the scaling "spectrum" of scipy.signal.stft.',
)
def test_spectrogram_of_a_tone(submission: Submission, data: GradingData) -> None:
    """A sine of 1 mV at the centre of a bin gives 0.5 mV there, 0.25 in the bins beside it (the Hann window), 0 elsewhere."""
    n = np.arange(1440)
    tones = np.stack([height * np.cos(2 * np.pi * k * n / 64) for height, k in ((1, 8), (3, 20))])
    S = ordered(submission, tones.astype(np.float32))
    S = S[:, :, S.shape[2] // 2]
    near = _near(S)
    right = np.array([[0.25, 0.5, 0.25], [0.75, 1.5, 0.75]])
    mistakes = scaling_mistakes(right)
    symmetric = np.hanning(64) / np.hanning(64).sum()
    mistakes[SYMMETRIC] = _near(np.abs(np.fft.rfft(tones[:, 64:128] * symmetric)))
    expect.is_true(not _is_of_scipys_spectrogram(near, tones), OTHER_FUNCTION, got=expect.summary(near))
    expect.close(near, right, "The peak of each tone", atol=1e-4, mistakes=mistakes)
    rest = np.concatenate([S[0, :7], S[0, 10:], S[1, :19], S[1, 22:]])
    expect.close(rest, np.zeros(len(rest)), "The spectrogram away from the tone", atol=1e-4)


def _near(S: NDArray) -> NDArray:
    """The bins around the two tones."""
    return np.stack([S[0, 7:10], S[1, 19:22]])


SYMMETRIC = (
    "The Hann window is the symmetric one (np.hanning): scipy.signal.get_window('hann', n) gives the periodic one."
)

#: What scipy.signal.spectrogram does otherwise.
OTHER_FUNCTION = (
    "These are values of `scipy.signal.spectrogram`, another function: its window is Tukey's, it takes means away, pads no zeros and "
    "gives densities. Use `scipy.signal.stft`, and take the magnitude."
)


def _is_of_scipys_spectrogram(near: NDArray, tones: NDArray) -> bool:
    """Whether the bins around the tones are what another function of nearly the same name gives, its root or its magnitude."""
    for scaling, mode in (("density", "psd"), ("spectrum", "psd"), ("density", "magnitude"), ("spectrum", "magnitude")):
        S = scipy.signal.spectrogram(tones, 360, nperseg=64, noverlap=32, scaling=scaling, mode=mode)[2]
        other = _near(S[:, :, S.shape[2] // 2])
        if any(np.allclose(near, each, atol=1e-4) for each in (other, np.sqrt(other))):
            return True
    return False


def scaling_mistakes(right: NDArray) -> dict[str, NDArray]:
    """What the three bins around each tone hold if the spectrogram is scaled in another way."""
    return {
        "The values are squared: take the magnitude, not the power.": right**2,
        "The values are squared and doubled: take the magnitude, not the power.": 2 * right**2,
        "The values are doubled: the other half belongs to the negative frequency.": 2 * right,
        "The values are the root of 2 times too large, as roots of a one-sided power are: take the magnitude itself.": 2
        ** 0.5
        * right,
        "The values are decibels: return magnitudes in mV.": 20 * np.log10(right),
        "The values are log(1 + magnitude): return magnitudes in mV.": np.log1p(right),
        "The values are logarithms: return magnitudes in mV.": np.log(right),
        "The values are not divided by the sum of the window.": 32 * right,
        "The values are divided by nperseg, not by the sum of the window.": right / 2,
        'The values are densities: use the scaling "spectrum".': 32 * right / np.sqrt(360 * 24),
        "The values are divided by the root of the sum of the squared window, not by the sum of the window.": 32
        * right
        / np.sqrt(24),
        "The values are divided by the largest one: leave them in mV.": right / right.max(),
        "The values are divided by the largest one of each row: leave them in mV.": right
        / right.max(axis=1, keepdims=True),
        "The segments are not faded in and out: use a Hann window.": right * [0, 1, 0],
        "The spectrogram holds the real part, with its sign: the magnitude is np.abs of the complex number.": right
        * [-1, 1, -1],
        "The window is Hamming's, not Hann's.": right * [0.46 / 0.54, 1, 0.46 / 0.54],
    }


@check(
    "spectrogram",
    points=0.5,
    visible=True,
    hint="Neither square the magnitudes nor take logarithms nor divide by the largest one.",
)
def test_spectrogram_is_linear(submission: Submission, data: GradingData) -> None:
    """Three times the voltage gives three times the spectrogram, and no voltage gives 0."""
    x = np.sin(np.arange(2 * 1440).reshape(2, 1440) ** 1.2 / 9).astype(np.float32)
    once, thrice = ordered(submission, x), ordered(submission, 3 * x)
    mistakes = {
        "Three times the voltage gives nine times the values: take the magnitude, not the power.": 9 * once,
        "The values do not depend on the height of the signal: do not divide by the largest one.": once,
    }
    expect.close(
        thrice, 3 * once, "The spectrogram of three times the voltage", atol=1e-4, rtol=1e-4, mistakes=mistakes
    )
    silence = ordered(submission, np.zeros((2, 1440), np.float32))
    expect.close(silence, np.zeros(silence.shape), "The spectrogram of 0 mV", atol=1e-6)


@check(
    "spectrogram",
    points=1,
    hint="Compare your result for one row with np.abs(scipy.signal.stft(row, fs, nperseg=64)[2]).",
)
def test_spectrogram_tells_when_and_how_fast(submission: Submission, data: GradingData) -> None:
    """A short event shows at its own time, a fast wave at a high frequency, each in its own row."""
    rng = data.rng("events")
    frame, k = int(rng.integers(28, 38)), int(rng.integers(20, 28))
    X = np.zeros((2, 1440), np.float32)
    X[0, 32 * frame] = 10
    X[1] = np.sin(2 * np.pi * k * np.arange(1440) / 64)
    S = ordered(submission, X)
    when, how_fast = int(S[0].sum(axis=0).argmax()), int(S[1].sum(axis=1).argmax())
    expect.is_true(S.shape[2] - 1 - when != frame, "The times run backwards.")
    expect.is_true(32 - how_fast != k, "The frequencies run backwards: 0 Hz comes first.")
    # Whether the ends are padded moves the times by one, and is judged elsewhere.
    expect.is_true(
        abs(when - frame) <= 1,
        "A short event does not show at its own time: is the array reshaped where it should be transposed?",
    )
    expect.is_true(
        how_fast == k,
        "A fast wave does not show at its own frequency: is the array reshaped where it should be transposed?",
    )


def noise(data: GradingData, purpose: str, shape: tuple[int, int]) -> NDArray[np.float32]:
    """Random rows with an offset, so that removing the mean shows."""
    rng = data.rng(purpose)
    return (rng.normal(size=shape).cumsum(axis=1) / 8 + rng.normal(size=(shape[0], 1)) + 1).astype(np.float32)


@check(
    "spectrogram",
    points=1.5,
    hint="scipy.signal.stft with its defaults: a periodic Hann window, no detrending, step = nperseg - noverlap.",
)
def test_spectrogram_equals_the_fourier_sum(submission: Submission, data: GradingData) -> None:
    """Away from the ends, every value equals the Fourier sum of its segment, computed one number at a time."""
    X = noise(data, "fourier sum", (2, 256))
    S = ordered(submission, X)
    expected = oracles_features.spectrogram(X, 64, 32)
    inner = slice(1, expected.shape[2] - 1)

    def variant(**options: Any) -> NDArray:
        return oracles_features.spectrogram(X, 64, 32, **options)[:, :, inner]

    mistakes = {
        "The values are squared: take the magnitude, not the power.": expected[:, :, inner] ** 2,
        "The values are doubled: the other half belongs to the negative frequency.": 2 * expected[:, :, inner],
        "The values are doubled, except at 0 Hz and at the last frequency: the other half belongs to the negative frequency.": _doubled(
            expected[:, :, inner]
        ),
        "The values are not divided by the sum of the window.": 32 * expected[:, :, inner],
        "The rows are padded at their end only: put half a segment of zeros before each row, and half after it.": (
            oracles_features.spectrogram(np.pad(X, [(0, 0), (0, 32)])[:, 32:], 64, 32)[:, :, inner]
        ),
        "Only the real part is taken: the magnitude is np.abs of the complex number.": np.abs(_real_part(X, 64, 32))[
            :, :, inner
        ],
        "The spectrogram holds the real part, with its sign: the magnitude is np.abs of the complex number.": _real_part(
            X, 64, 32
        )[:, :, inner],
        "The mean of each row is removed: leave the mV as they are.": oracles_features.spectrogram(
            X - X.mean(axis=1, keepdims=True), 64, 32
        )[:, :, inner],
        "The mean of each segment is removed: scipy.signal.stft does not (its `detrend` is False).": variant(
            without_mean=True
        ),
        "The segments are not faded in and out: use a Hann window.": variant(window=[1.0] * 64),
        "The window is Hamming's, not Hann's.": variant(window=oracles_features.hamming(64)),
        SYMMETRIC: variant(window=oracles_features.symmetric_hann(64)),
    }
    # Ends are judged elsewhere: without padding, the first and the last segment are missing, and nothing else differs.
    unpadded = S.shape[2] == expected.shape[2] - 2
    expect.close(
        S if unpadded else S[:, :, inner],
        expected[:, :, inner],
        "The spectrogram",
        atol=2e-5,
        rtol=1e-4,
        mistakes=mistakes,
    )


def _real_part(X: NDArray, nperseg: int, noverlap: int) -> NDArray:
    """The real part of the Fourier sum of each segment, scaled as the magnitude is."""
    fade = np.array(oracles_features.hann(nperseg))
    rows = [oracles_features.segments(row.tolist(), nperseg, nperseg - noverlap, "zeros") for row in X]
    cosines = np.cos(2 * np.pi * np.outer(np.arange(nperseg // 2 + 1), np.arange(nperseg)) / nperseg)
    return cosines @ (np.array(rows) * fade / fade.sum()).swapaxes(1, 2)


def _doubled(S: NDArray) -> NDArray:
    doubled = 2 * S
    doubled[:, [0, -1]] /= 2
    return doubled


@check(
    "spectrogram",
    points=1,
    hint="Put nperseg // 2 zeros before and after each row; then fill up with zeros to a whole number of steps.",
)
def test_spectrogram_at_the_ends(submission: Submission, data: GradingData) -> None:
    """Beyond its ends a row counts as 0: the first segment is centred on the first sample, the last reaches all of the end."""
    # 240 samples are no whole number of steps.
    X = noise(data, "ends of rows", (2, 240))
    S = ordered(submission, X)
    right = oracles_features.spectrogram(X, 64, 32)
    sentences = {
        frames_of(240 - 64, 64, 32): "Half a segment of zeros is missing at both ends.",
        right.shape[2] - 3: "Half a segment of zeros is missing at both ends.",
        right.shape[2] - 1: _missing_segment(S, right).capitalize(),
        right.shape[2] + 1: "There is one segment too many.",
    }
    expect.is_true(S.shape[2] == right.shape[2], sentences.get(S.shape[2], "The number of times is wrong."))
    inner = slice(1, -2)
    if np.allclose(S[:, :, inner], right[:, :, inner], atol=2e-5, rtol=1e-4):
        mistakes = {
            "The row is mirrored beyond its ends: fill up with zeros.": oracles_features.spectrogram(
                X, 64, 32, padding="mirrored"
            ),
            "The first and the last value are repeated beyond the ends: fill up with zeros.": oracles_features.spectrogram(
                X, 64, 32, padding="repeated"
            ),
        }
        expect.close(S, right, "The spectrogram at the ends", atol=2e-5, rtol=1e-4, mistakes=mistakes)
    else:
        falls_off_at_the_ends(submission)


def _missing_segment(S: NDArray, right: NDArray) -> str:
    """Which segment is missing, by what the first one shows; whether its height is right is judged elsewhere."""
    found, first, second = (each / max(each.max(), 1e-12) for each in (S[:, :, 0], right[:, :, 0], right[:, :, 1]))
    return MISSING_FIRST if np.abs(found - second).max() < np.abs(found - first).max() else MISSING_LAST


def falls_off_at_the_ends(submission: Submission) -> None:
    """With whatever window and scale, which are judged elsewhere, a constant voltage gives less where half of it is missing."""
    S = ordered(submission, np.full((2, 256), 2, np.float32))
    share = S[:, 0, [0, -1]] / np.maximum(S[:, 0, 3:4], 1e-12)
    problem = "The first and last segments are not those of a row with zeros beyond its ends."
    expect.is_true(((share > 0.1) & (share < 0.8)).all(), problem)


@check(
    "spectrogram",
    points=1,
    hint="Use nperseg and noverlap: the step is nperseg - noverlap, and there are nperseg // 2 + 1 frequencies.",
)
def test_spectrogram_with_other_segments(submission: Submission, data: GradingData) -> None:
    """`nperseg` and `noverlap` may be any that fit, and rows may have any length."""
    rng = data.rng("other segments")
    is_right = is_right_with_the_defaults(submission, data)
    for nperseg, noverlap in ((16, 12), (24, 6), (32, 0), (20, 13), (21, 14), (90, 70)):
        step = nperseg - noverlap
        # The last segment ends with the zeros after the row, or only a part of a step reaches them.
        exact = step * int((rng.integers(90, 120) + (1500 if nperseg > 64 else 0)) // step)
        for samples in (exact, exact + int(rng.integers(1, step))):
            X = noise(data, f"segments of {nperseg}", (3, samples))
            shape = magnitudes(submission, X, nperseg=nperseg, noverlap=noverlap).shape
            is_ignored = nperseg // 2 + 1 not in shape and 33 in shape
            expect.is_true(not is_ignored, "`nperseg` is ignored: there are always 33 frequencies.")
            S = ordered(submission, X, nperseg=nperseg, noverlap=noverlap)
            has_number_of_frames(S.shape[2], samples, nperseg, noverlap, also_at_the_ends=is_right)
            if is_right:
                # For an odd length, TensorFlow's window is the symmetric one, whatever it is asked for.
                windows = (None, oracles_features.symmetric_hann(nperseg)) if nperseg % 2 else (None,)
                rights = [oracles_features.spectrogram(X, nperseg, noverlap, window=window) for window in windows]
                problem = "The values are right only with nperseg=64 and noverlap=32: does a 64 or a 32 stand in your function?"
                if nperseg % 2:
                    problem = "With an odd `nperseg` the values are wrong: put nperseg // 2 zeros before each row, and as many after it."
                if any(np.allclose(S, right, atol=5e-4) for right in rights):
                    problem = f"With nperseg={nperseg} the values are off by up to {np.abs(S - rights[0]).max():.1g}: is something rounded?"
                expect.is_true(any(np.allclose(S, right, atol=2e-5, rtol=1e-4) for right in rights), problem)
    constant = np.ones((2, 300), np.float32)
    short, long = (ordered(submission, constant, nperseg=nperseg, noverlap=4)[:, 0, 2] for nperseg in (16, 64))
    expect.is_true(
        np.allclose(short, long, rtol=1e-3),
        "The height of a constant voltage depends on `nperseg`: divide by the sum of the window.",
    )


def is_right_with_the_defaults(submission: Submission, data: GradingData) -> bool:
    """Whether every value is right with 64 and 32; if not, checks of their own judge that."""
    for samples in (192, 240):
        X = noise(data, "default segments", (3, samples))
        S, right = ordered(submission, X), oracles_features.spectrogram(X, 64, 32)
        if S.shape != right.shape or not np.allclose(S, right, atol=2e-5, rtol=1e-4):
            return False
    return True


def has_number_of_frames(found: int, samples: int, nperseg: int, noverlap: int, *, also_at_the_ends: bool) -> None:
    """There are as many segments as `nperseg` and `noverlap` give; missing ends may be judged elsewhere."""
    step = nperseg - noverlap
    wanted = frames_of(samples, nperseg, step)
    unpadded = frames_of(samples - 2 * (nperseg // 2), nperseg, step)
    if found == wanted or (not also_at_the_ends and found in {wanted - 1, unpadded, unpadded - 1}):
        return
    named = {
        frames_of(samples, nperseg, nperseg // 2): "`noverlap` is ignored: the segments always overlap by half.",
        frames_of(samples, nperseg, noverlap or step): "The step is nperseg - noverlap, not noverlap.",
        wanted
        - 1: "With other `nperseg` and `noverlap` the last segment is missing: fill up with zeros to whole steps.",
        wanted + 1: "With other `nperseg` and `noverlap` there is one segment too many.",
    }
    problem = "The number of times does not fit to `nperseg`, `noverlap` and the length of the rows."
    raise CheckFailed(named.get(found, problem))


def frames_of(samples: int, nperseg: int, step: int) -> int:
    """How many segments a padded row has."""
    return len(oracles_features.segments([0.0] * samples, nperseg, step, "zeros"))


@check(
    "spectrogram",
    points=0.5,
    hint='With the scaling "spectrum", `fs` sets the unit of the axes only; never compute nperseg from it.',
)
def test_spectrogram_at_another_sampling_frequency(submission: Submission, data: GradingData) -> None:
    """The magnitudes do not depend on `fs`: it says only which frequency each bin stands for."""
    X = noise(data, "rates", (2, 200))
    first = ordered(submission, X)
    problem = "The magnitudes depend on `fs`: are they densities?"
    for fs in (250, 100, 1000):
        other = ordered(submission, X, fs=fs)
        expect.is_true(first.shape == other.shape and np.allclose(first, other, atol=1e-6, rtol=1e-4), problem)


@check(
    "spectrogram",
    points=0.5,
    hint="Every row by itself: no mean, no maximum and no Fourier transform over several rows.",
)
def test_spectrogram_of_each_row_by_itself(submission: Submission, data: GradingData) -> None:
    """The spectrogram of a row does not depend on the rows beside it."""
    X = noise(data, "rows", (3, 200)) * np.array([[1], [30], [0.1]], np.float32)
    together = ordered(submission, X)
    alone = np.concatenate([ordered(submission, X[row : row + 1]) for row in range(3)])
    problem = "The spectrogram of a row changes with the rows beside it."
    expect.is_true(together.shape == alone.shape and np.allclose(together, alone, atol=1e-5, rtol=1e-3), problem)
    many_rows(submission, X)
    leaves_rows_and_results_alone(submission, X)
    double = ordered(submission, X.astype(np.float64))
    problem = "The spectrogram of the same numbers in double precision (float64) is another one: does a 4 stand for the bytes of a number?"
    expect.is_true(together.shape == double.shape and np.allclose(together, double, atol=1e-5, rtol=1e-3), problem)


def many_rows(submission: Submission, X: NDArray) -> None:
    """A row is the same among thousands of others: what is computed in blocks is whole."""
    # Short ones, so that answers that loop over numbers come to an end.
    rows = np.resize(X[:, :64], (5001, 64))
    some = [0, 1, 511, 512, 1023, 1024, 1999, 2000, 2047, 2048, 4095, 4096, 4999, 5000]
    S, alone = ordered(submission, rows), ordered(submission, rows[some])
    problem = "With thousands of rows some are not those of the same rows alone: are they computed in blocks, and is one left out?"
    is_whole = S.shape[0] == len(rows) and S.shape[1:] == alone.shape[1:]
    expect.is_true(is_whole and np.allclose(S[some], alone, atol=1e-4, rtol=1e-3), problem)


def leaves_rows_and_results_alone(submission: Submission, X: NDArray) -> None:
    """A call changes neither the rows that come in nor what an earlier call returned."""
    alone, afterwards = submission.call("spectrogram", X, with_arguments=True)
    expect.unchanged([X], afterwards, "`spectrogram` changed the rows that came in: later cells still need them in mV.")
    first, _ = submission.call("spectrogram", X, then=(2 * X,))
    expect.kept(alone, first, "A second call changed what the first one returned: make a new array in each call.")
