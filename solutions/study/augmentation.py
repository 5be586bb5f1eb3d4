"""`Augmented`: batches in which no window comes twice alike, as no two hearts and no two electrodes are alike."""

from __future__ import annotations

import keras
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


class Augmented(keras.utils.PyDataset):
    """The batches of one epoch: shuffled and varied.

    The draws depend on the seed, the epoch and the batch alone, so a training that was interrupted goes on as if it had
    not been.

    Args:
        beats: (n,) those to train on.
        recipe: how windows vary, what is shown of them, and the rows of a step.
        seed: of order and variation.
        epoch: its number.

    Attributes:
        y: (n,) the labels of this epoch, in the order of `beats`.
    """

    def __init__(self, beats: Beats, recipe: Recipe, *, seed: int, epoch: int) -> None:
        super().__init__()
        self._beats, self._recipe = beats, recipe
        self._draws = (seed, epoch)
        rng = np.random.default_rng(self._draws)
        self._order = rng.permutation(len(beats))
        self._is_early = can_come_early(beats) & (rng.random(len(beats)) < recipe.augmentation.early)
        self.y = np.where(self._is_early, 1, beats.y)

    def __len__(self) -> int:
        return -(-len(self.y) // self._recipe.batch_size)

    def __getitem__(self, index: int) -> tuple[NDArray[np.float32], NDArray]:
        size = self._recipe.batch_size
        rows = self._order[index * size : (index + 1) * size]
        is_early = self._is_early[rows]
        leads, rng = self._beats.leads[rows], np.random.default_rng((*self._draws, index))
        leads[is_early] = made_early(leads[is_early], self._beats.intervals[rows[is_early]], rng)
        waves = varied(leads, self._recipe.augmentation, rng)
        return inputs_of(waves, self._recipe), self.y[rows, None]
