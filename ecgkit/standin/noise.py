"""What disturbs a recording: breathing, loose electrodes, mains hum, muscles; levels as in ambulatory recordings.

The kinds follow the MIT-BIH Noise Stress Test Database (Moody, Muldrow & Mark 1984, Computers in Cardiology
11:381-384): baseline wander, muscle artefact, electrode motion.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ecgkit.standin.facts import RecordFacts
from ecgkit.standin.hearts import Heart
from ecgkit.standin.marks import Mark
from ecgkit.standin.signals import add_bumps

#: North American mains, in Hz.
MAINS_HZ = 60.0

#: Slow wander of the electrodes' potential ends here, in Hz.
WANDER_HZ = 0.5

#: Seconds of noise after each second mark of bad signal quality, and how much stronger it is there.
BAD_SECONDS = (1.5, 8.0)
BAD_GAIN = 4.0


def add_noise(
    signal: NDArray[np.float64],
    facts: RecordFacts,
    heart: Heart,
    marks: list[Mark],
    fs: float,
    rng: np.random.Generator,
) -> None:
    """Add the disturbances of one recording to its leads (sig_len, n_sig) in mV, in place."""
    n_sig = signal.shape[1]
    levels = {
        "wander": 0.08 * np.exp(0.6 * rng.standard_normal(n_sig)),
        "breath": rng.uniform(0.01, 0.07, n_sig),
        "hum": rng.uniform(0.001, 0.008, n_sig),
        "muscle": 0.01 * np.exp(0.6 * rng.standard_normal(n_sig)),
    }
    time = np.arange(len(signal)) / fs
    strength = _strength(time, marks, rng)
    for lead in range(n_sig):
        signal[:, lead] += levels["wander"][lead] * _slow_noise(len(time), fs, rng)
        signal[:, lead] += levels["breath"][lead] * np.sin(2 * np.pi * heart.breath_hz * time + rng.uniform(0, 6))
        signal[:, lead] += levels["hum"][lead] * _hum(len(time), fs, rng)
        signal[:, lead] += levels["muscle"][lead] * strength * _muscle_noise(len(time), rng)
    _add_artefacts(signal, marks, heart, fs, rng)
    _add_motion(signal, fs, rng)
    if facts.fibrillates:
        _add_fibrillation(signal, time, fs, rng)


def _strength(time: NDArray[np.float64], marks: list[Mark], rng: np.random.Generator) -> NDArray[np.float64]:
    """Factor on the muscle noise at each sample: 1, or more for a while after a mark of bad quality."""
    strength = np.ones(len(time))
    for mark in [mark for mark in marks if mark.symbol == "~"][::2]:
        first, last = np.searchsorted(time, [mark.time, mark.time + rng.uniform(*BAD_SECONDS)])
        strength[first:last] = BAD_GAIN
    return strength


def _slow_noise(n: int, fs: float, rng: np.random.Generator) -> NDArray[np.float64]:
    """Noise of unit spread below `WANDER_HZ`, the stronger the slower."""
    frequency = np.fft.rfftfreq(n, 1 / fs)
    low = (frequency > 0.02) & (frequency < WANDER_HZ)
    spectrum = np.zeros(len(frequency), dtype=complex)
    spectrum[low] = (rng.standard_normal(low.sum()) + 1j * rng.standard_normal(low.sum())) / frequency[low]
    noise = np.fft.irfft(spectrum, n)
    return noise / (noise.std() or 1.0)


def _hum(n: int, fs: float, rng: np.random.Generator) -> NDArray[np.float64] | float:
    if fs <= 2 * MAINS_HZ:
        return 0.0
    # One minute holds whole periods of 60 Hz and of the slow swell, so that it can be repeated.
    time = np.arange(round(60 * fs)) / fs
    minute = np.sin(2 * np.pi * MAINS_HZ * time + rng.uniform(0, 6)) * (1 + 0.5 * np.sin(2 * np.pi * time / 15))
    return np.resize(minute, n)


def _muscle_noise(n: int, rng: np.random.Generator) -> NDArray[np.float64]:
    white = rng.standard_normal(n + 2)
    return 0.6 * white[1:-1] + 0.45 * (white[2:] - 0.3 * white[:-2])


def _add_artefacts(signal, marks: list[Mark], heart: Heart, fs: float, rng: np.random.Generator) -> None:
    """A narrow deflection that looks like a QRS at each mark of one."""
    times = np.array([mark.time for mark in marks if mark.symbol == "|"])
    heights = (
        heart.traits.size * rng.uniform(0.3, 1.0, (len(times), signal.shape[1])) * rng.choice([-1, 1], (len(times), 1))
    )
    add_bumps(signal, times, 0.012, heights, fs)
    add_bumps(signal, times + 0.035, 0.018, -0.4 * heights, fs)


def _add_motion(signal, fs: float, rng: np.random.Generator) -> None:
    """Now and then an electrode moves and its potential settles within a second."""
    seconds = len(signal) / fs
    for start in rng.uniform(0, seconds, rng.poisson(seconds / 120)):
        first = int(start * fs)
        decay = np.exp(-np.arange(min(int(3 * fs), len(signal) - first)) / (0.5 * fs))
        rise = np.minimum(np.arange(len(decay)) / (0.15 * fs), 1.0)
        signal[first : first + len(decay)] += (rise * decay)[:, None] * rng.normal(0, 0.35, signal.shape[1])


def _add_fibrillation(signal, time: NDArray[np.float64], fs: float, rng: np.random.Generator) -> None:
    """The small, quick, ever changing waves of fibrillating atria: 5 to 8 a second."""
    rate = rng.uniform(5, 8) + 0.8 * _slow_noise(len(time), fs, rng)
    phase = 2 * np.pi * np.cumsum(rate) / fs
    waves = np.sin(phase) + 0.35 * np.sin(2 * phase)
    signal += waves[:, None] * rng.uniform(0.02, 0.07, signal.shape[1])
