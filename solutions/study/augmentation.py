"""`augmented`: epochs in which no window comes twice alike, as no two hearts and no two electrodes are alike."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from .beats import FS, Beats
from .early_beats import can_come_early, made_early
from .recipe import Augmentation, Recipe
from .waveforms import inputs_of, sampled_at, turned


def varied(leads: NDArray, augmentation: Augmentation, rng: np.random.Generator) -> NDArray[np.float32]:
    """One wave a row, each varied by a draw of its own.

    Args:
        leads: (n, times, 2), mV.
        augmentation: how much varies.
        rng: draws.

    Returns:
        float32 (n, times), mV.
    """
    n = len(leads)
    angle = rng.normal(0, 1, (n, 1)) * augmentation.mixing
    wave = _resampled(turned(leads, angle), *_times(n, augmentation, rng))
    spread = wave.std(axis=1, keepdims=True)
    shape = wave.shape
    wave = wave + spread * (_wander(shape, rng) * augmentation.wander + _noise(shape, rng) * augmentation.noise)
    return (wave * np.exp(rng.normal(0, 1, (n, 1)) * augmentation.gain)).astype(np.float32)


def _times(n: int, augmentation: Augmentation, rng: np.random.Generator) -> tuple[NDArray, NDArray]:
    """Where the centre lies, in samples off the middle, and how many samples one step takes."""
    shift = rng.integers(-augmentation.shift, augmentation.shift + 1, (n, 1))
    return shift, np.exp(rng.uniform(-1, 1, (n, 1)) * augmentation.stretch)


def _resampled(wave: NDArray, shift: NDArray, step: NDArray) -> NDArray:
    times = wave.shape[1]
    return sampled_at(wave, times // 2 + shift + (np.arange(times) - times // 2) * step)


def _wander(shape: tuple[int, int], rng: np.random.Generator) -> NDArray:
    """A slow wave as breathing makes it, 0.1 to 0.6 Hz, of a size drawn for each row."""
    n, times = shape
    seconds = np.arange(times) / FS
    frequency, phase = rng.uniform(0.1, 0.6, (n, 1)), rng.uniform(0, 2 * np.pi, (n, 1))
    return rng.exponential(1, (n, 1)) * np.sin(2 * np.pi * frequency * seconds + phase)


def _noise(shape: tuple[int, int], rng: np.random.Generator) -> NDArray:
    return rng.exponential(1, (shape[0], 1)) * rng.normal(0, 1, shape)


def augmented(beats: Beats, recipe: Recipe, *, seed: int, epoch: int) -> tuple[NDArray[np.float32], NDArray]:
    """What a network learns from in one epoch: every row once, shuffled and varied.

    The draws depend on the seed, the epoch and the batch alone, so a training that was interrupted goes on as if it had
    not been, and the batches can be made side by side. They are made before the epoch: threads beside Keras' own slow both down.

    Args:
        beats: (n,) those to train on.
        recipe: how windows vary, what is shown of them, and the rows of a step.
        seed: of order and variation.
        epoch: its number.

    Returns:
        The inputs, (n, ...) as `waveforms.inputs_of` makes them, and the labels (n, 1), both in the order of the steps.
    """
    rng = np.random.default_rng((seed, epoch))
    order = rng.permutation(len(beats))
    is_early = can_come_early(beats) & (rng.random(len(beats)) < recipe.augmentation.early)

    def batch(number: int) -> NDArray[np.float32]:
        rows = order[number * recipe.batch_size : (number + 1) * recipe.batch_size]
        early, draws = is_early[rows], np.random.default_rng((seed, epoch, number))
        leads = beats.leads[rows]
        leads[early] = made_early(leads[early], beats.intervals[rows[early]], draws)
        return inputs_of(varied(leads, recipe.augmentation, draws), recipe)

    with ThreadPoolExecutor() as threads:
        inputs = np.concatenate(list(threads.map(batch, range(-(-len(order) // recipe.batch_size)))))
    return inputs, np.where(is_early, 1, beats.y)[order, None]
