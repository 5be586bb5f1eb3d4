"""From a heart and a rhythm to two leads in mV: the waves of every beat, added up."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ecgkit.standin.beats import Shape, Wave
from ecgkit.standin.hearts import Heart
from ecgkit.standin.rhythm import Rhythm

#: A Gaussian wave is drawn this many standard deviations to either side.
REACH = 4.5

#: How much the height of one wave differs from beat to beat, and how much breathing changes it.
HEIGHT_SPREAD = 0.05
BREATH_DEPTH = 0.07

#: A shape that is not a symbol's first one is taken by this share of the beats.
RARER_SHARE = 0.2


def draw_leads(
    heart: Heart, rhythm: Rhythm, sig_name: tuple[str, ...], fs: float, *, fibrillates: bool, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Draw the leads without noise: float64 (sig_len, n_sig) in mV."""
    signal = np.zeros((round(rhythm.duration * fs), len(sig_name)))
    leads = np.array([heart.leads[name] for name in sig_name])
    for symbol in sorted(set(rhythm.symbol.tolist())):
        events = np.flatnonzero(rhythm.symbol == symbol)
        shapes = heart.shapes(symbol)
        rarer = (rng.random(len(events)) < RARER_SHARE) * (len(shapes) - 1)
        for index, shape in enumerate(shapes):
            _add_shape(signal, shape, events[rarer == index], rhythm, leads, heart, fs, fibrillates, rng)
    return signal


def _add_shape(signal, shape: Shape, events, rhythm: Rhythm, leads, heart: Heart, fs, fibrillates, rng) -> None:
    """Add one shape at each of its events, each a little different from the last."""
    time = rhythm.time[events]
    breathing = 1 + BREATH_DEPTH * np.sin(2 * np.pi * heart.breath_hz * time)
    stretch = 1 + 0.03 * rng.standard_normal(len(events))
    for wave in shape:
        # In atrial fibrillation nothing contracts in time before the beat: no P wave.
        if wave.part == "P" and fibrillates:
            continue
        height = breathing * (1 + HEIGHT_SPREAD * rng.standard_normal(len(events)))
        centre = time + wave.centre * _pace(wave, rhythm.rr[events]) * stretch
        add_bumps(signal, centre, wave.width, height[:, None] * (leads @ wave.dipole), fs)


def _pace(wave: Wave, rr: NDArray[np.float64]) -> NDArray[np.float64]:
    """How a wave's distance from R follows the interval before the beat (Bazett's square root for T)."""
    if wave.part == "T":
        return np.sqrt(np.clip(rr, 0.4, 1.2))
    return np.clip(rr / 0.6, 0.7, 1.0) if wave.part == "P" else np.ones_like(rr)


def add_bumps(
    signal: NDArray[np.float64],
    centre: NDArray[np.float64],
    width: float,
    height: NDArray[np.float64],
    fs: float,
) -> None:
    """Add Gaussian waves in place.

    Args:
        signal: (sig_len, n_sig) in mV.
        centre: (n,) s.
        width: standard deviation in s.
        height: (n, n_sig) in mV.
        fs: sampling frequency in Hz.
    """
    half = int(np.ceil(REACH * width * fs))
    index = np.round(centre * fs).astype(np.int64)[:, None] + np.arange(-half, half + 1)
    shape = np.exp(-0.5 * ((index / fs - centre[:, None]) / width) ** 2)
    inside = (index >= 0) & (index < len(signal))
    places = index[inside]
    for lead in range(signal.shape[1]):
        np.add.at(signal[:, lead], places, (shape * height[:, [lead]])[inside])
