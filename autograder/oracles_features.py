"""The slow, obvious answers of task 3: the Fourier sum itself, one number at a time, and statistics of plain lists.

The Fourier sum takes options, so that a check can make the result of each common mistake.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Padding = Literal["zeros", "mirrored", "repeated", "none"]


def hann(nperseg: int) -> list[float]:
    """The periodic Hann window: its period is nperseg."""
    return [0.5 - 0.5 * math.cos(2 * math.pi * n / nperseg) for n in range(nperseg)]


def symmetric_hann(nperseg: int) -> list[float]:
    """The Hann window that ends in zero on either side, as np.hanning makes it."""
    return [0.5 - 0.5 * math.cos(2 * math.pi * n / (nperseg - 1)) for n in range(nperseg)]


def hamming(nperseg: int) -> list[float]:
    """The periodic Hamming window."""
    return [0.54 - 0.46 * math.cos(2 * math.pi * n / nperseg) for n in range(nperseg)]


def spectrogram(
    X: NDArray,
    nperseg: int,
    noverlap: int,
    *,
    window: Sequence[float] | None = None,
    padding: Padding = "zeros",
    without_mean: bool = False,
) -> NDArray[np.float64]:
    """The magnitude of the short-time Fourier transform of each row, (N, nperseg // 2 + 1, frames) in the unit of X."""
    fade = hann(nperseg) if window is None else window
    rows = [segments(row.tolist(), nperseg, nperseg - noverlap, padding) for row in np.asarray(X, dtype=np.float64)]
    if without_mean:
        rows = [[[value - sum(segment) / nperseg for value in segment] for segment in row] for row in rows]
    frequencies = range(nperseg // 2 + 1)
    return np.array([[[magnitude(segment, fade, k) for segment in row] for k in frequencies] for row in rows])


def magnitude(segment: Sequence[float], window: Sequence[float], k: int) -> float:
    """The magnitude of one segment at frequency k, divided by the sum of the window."""
    size = len(segment)
    terms = (
        weight * value * cmath.exp(-2j * math.pi * k * n / size)
        for n, (weight, value) in enumerate(zip(window, segment, strict=True))
    )
    return abs(sum(terms)) / sum(window)


def segments(row: list[float], nperseg: int, step: int, padding: Padding) -> list[list[float]]:
    """The segments of one row: centred on samples 0, step, 2 step, ...; the last reaches the end of the padding."""
    half = nperseg // 2
    before, after = {
        "zeros": ([0.0] * half, [0.0] * half),
        "mirrored": (row[half:0:-1], row[-2 : -half - 2 : -1]),
        "repeated": ([row[0]] * half, [row[-1]] * half),
        "none": ([], []),
    }[padding]
    padded = before + row + after
    found = []
    start = 0
    while start == 0 or start - step + nperseg < len(padded):
        segment = padded[start : start + nperseg]
        found.append(segment + [0.0] * (nperseg - len(segment)))
        start += step
    return found


def frequency_statistics(train: NDArray) -> tuple[list[float], list[float]]:
    """Mean and standard deviation of each frequency (axis 1), over all rows and times."""
    means, deviations = [], []
    for k in range(train.shape[1]):
        values = [float(value) for value in train[:, k, :].reshape(-1)]
        mean = math.fsum(values) / len(values)
        means.append(mean)
        deviations.append(math.sqrt(math.fsum((value - mean) ** 2 for value in values) / len(values)))
    return means, deviations
