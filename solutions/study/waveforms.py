"""What a network is shown: the wave near the beat, and beside it where in the whole window other beats stand."""

from __future__ import annotations

from functools import reduce

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d

from .beats import FS
from .recipe import Recipe

#: Seconds before and after a beat that hold its QRS complex, also a wide one.
QRS = 0.12, 0.17

#: mV; less than this is no heartbeat but noise, and is not blown up.
LEAST_HEIGHT = 0.1

#: mV a sample; the same of a slope.
LEAST_SLOPE = 1e-3

#: mV squared, summed over a QRS complex: a flat line looks like nothing.
LEAST_SIZE = 1e-3

#: Samples over which a slope is averaged: about as long as a QRS complex.
SLOPE = 11

#: Where another beat is twice as steep as the one in the centre, how much steeper says no more.
STEEPEST = 2


def inputs_of(waves: NDArray, recipe: Recipe) -> NDArray[np.float32]:
    """What the network of a recipe is shown of whole windows.

    Args:
        waves: (n, times), mV at `FS`, the beat in the centre.
        recipe: the network's.

    Returns:
        float32 (n, 2 * seconds * FS, 1), or 3 with the rhythm: the wave, then the two of `rhythm`.
    """
    near = shown(waves, recipe.seconds, normalize=recipe.normalize)
    return np.concatenate([near, rhythm(waves, near.shape[1])], axis=2) if recipe.rhythm else near


def shown(waves: NDArray, seconds: float, *, normalize: bool = True) -> NDArray[np.float32]:
    """Move each wave's median to 0, divide by the height of its QRS complex, and keep what lies near the beat.

    The gain of an amplifier and the build of a body change the height of a beat, not its kind.

    Args:
        waves: (n, times), mV at `FS`, the beat in the centre.
        seconds: kept on either side of the beat.
        normalize: False leaves mV.

    Returns:
        float32 (n, 2 * seconds * FS, 1).
    """
    waves = waves - np.median(waves, axis=1, keepdims=True)
    if normalize:
        middle = waves.shape[1] // 2
        qrs = waves[:, middle - round(QRS[0] * FS) : middle + round(QRS[1] * FS)]
        waves = waves / np.maximum(np.ptp(qrs, axis=1, keepdims=True), LEAST_HEIGHT)
    return around(waves, seconds)[..., None].astype(np.float32)


def rhythm(waves: NDArray, steps: int) -> NDArray[np.float32]:
    """Where the beats of a window stand: early or late is what a wave of a second cannot show.

    The first channel is how steep the wave is, against the beat in the centre; the second is the first where the wave also
    looks like that beat. Each step holds the largest value of its share of the window.

    Args:
        waves: (n, times), mV at `FS`, the beat in the centre.
        steps: into which the window is divided; a divisor of `times`.

    Returns:
        float32 (n, steps, 2), from 0 to `STEEPEST`.

    Raises:
        ValueError: the steps would not be equally long.
    """
    if waves.shape[1] % steps:
        raise ValueError(f"`steps` must divide the {waves.shape[1]} samples of a window. Received {steps}.")
    slope = _slope(waves)
    both = np.stack([slope, slope * _likeness(waves)], axis=2)
    share = waves.shape[1] // steps
    # One after another: NumPy is ten times as slow along an axis of four.
    return reduce(np.maximum, (both[:, first::share] for first in range(share))).astype(np.float32)


def turned(leads: NDArray, angle: float | NDArray) -> NDArray:
    """The leads turned into each other, as if the electrodes stood elsewhere; an angle of 0 gives the first as it was recorded.

    Args:
        leads: (n, times, 2), mV.
        angle: radians, one for all or (n, 1).

    Returns:
        (n, times), mV.
    """
    return np.cos(angle) * leads[..., 0] + np.sin(angle) * leads[..., 1]


def around(waves: NDArray, seconds: float) -> NDArray:
    """The middle of each wave: (n, times) -> (n, 2 * seconds * FS)."""
    middle, half = waves.shape[1] // 2, round(seconds * FS)
    return waves[:, middle - half : middle + half]


def sampled_at(waves: NDArray, places: NDArray) -> NDArray[np.float64]:
    """Each wave between its samples, by linear interpolation; beyond the window its first or last sample goes on.

    Args:
        waves: (n, times) or (n, times, leads).
        places: (n, times) sample numbers, not necessarily whole.
    """
    last = waves.shape[1] - 1
    places = np.clip(places, 0, last)
    before = np.minimum(places.astype(int), last - 1)
    weight = places - before
    if waves.ndim == 3:
        before, weight = before[..., None], weight[..., None]
    first, second = (np.take_along_axis(waves, at, axis=1) for at in (before, before + 1))
    return first * (1 - weight) + second * weight


def _slope(waves: NDArray) -> NDArray:
    """The mean of |difference| over a QRS complex, in units of the largest at the centre: (n, times)."""
    steep = np.abs(np.diff(waves, axis=1, prepend=waves[:, :1]))
    steep = uniform_filter1d(steep, SLOPE, axis=1, mode="nearest")
    middle, half = waves.shape[1] // 2, round(QRS[0] * FS)
    centre = steep[:, middle - half : middle + half].max(axis=1, keepdims=True)
    return np.clip(steep / np.maximum(centre, LEAST_SLOPE), 0, STEEPEST)


def _likeness(waves: NDArray) -> NDArray:
    """Correlation of the QRS complex in the centre with the wave around each sample, 0 where it is negative: (n, times)."""
    before, after = round(QRS[0] * FS), round(QRS[1] * FS)
    waves, middle = waves - waves.mean(axis=1, keepdims=True, dtype=float), waves.shape[1] // 2
    pieces = sliding_window_view(waves, before + after, axis=1)
    qrs = pieces[:, middle - before] - pieces[:, middle - before].mean(axis=1, keepdims=True)
    # A QRS complex without its mean needs no mean taken from the pieces, and their size needs no piece of its own.
    product = np.einsum("ntk,nk->nt", pieces, qrs)
    mean, square = (_means(each, before + after) for each in (waves, waves**2))
    size = (before + after) * np.maximum(square - mean**2, 0)
    likeness = product / np.maximum(np.sqrt(size * (qrs**2).sum(axis=1, keepdims=True)), LEAST_SIZE)
    return np.pad(np.clip(likeness, 0, 1), ((0, 0), (before, after - 1)))


def _means(waves: NDArray, length: int) -> NDArray:
    """The mean of each piece of this length: (n, times) -> (n, times - length + 1)."""
    return uniform_filter1d(waves, length, axis=1)[:, length // 2 : length // 2 + waves.shape[1] - length + 1]
