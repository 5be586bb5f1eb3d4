"""Task 3: spectrograms."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..contracts import ContractError, stub


def _magnitudes(result: Any, arguments: dict[str, Any]) -> NDArray[np.float32]:
    S = np.asarray(result)
    rows, frequencies = len(arguments["X"]), arguments["nperseg"] // 2 + 1
    if np.iscomplexobj(S):
        raise ContractError("The spectrogram is complex: take the magnitude with `np.abs`.")
    if S.ndim != 3 or S.shape[:2] != (rows, frequencies):
        raise ContractError(
            f"The spectrogram must have shape ({rows}, {frequencies}, times): row, frequency, time. Received {S.shape}."
        )
    if S.size and S.min() < 0:
        raise ContractError("A magnitude is never negative.")
    return S.astype(np.float32, copy=False)


def _same_shapes(result: Any, arguments: dict[str, Any]) -> tuple[NDArray[np.float32], ...]:
    given = [arguments["train"], *arguments["others"]]
    if not isinstance(result, tuple | list) or len(result) != len(given):
        raise ContractError(f"Return a tuple with one array for each that came in ({len(given)}), train first.")
    arrays = tuple(np.asarray(part, dtype=np.float32) for part in result)
    for scaled, original in zip(arrays, given, strict=True):
        if scaled.shape != np.shape(original):
            raise ContractError(
                f"Standardizing keeps the shape: {np.shape(original)} came in, {scaled.shape} came out."
            )
    return arrays


@stub(task=3, contract=_magnitudes)
def spectrogram(X: NDArray, fs: float = 360, nperseg: int = 64, noverlap: int = 32) -> NDArray[np.float32]:
    """The magnitude of the short-time Fourier transform of each row.

    As `scipy.signal.stft` with a Hann window and its other defaults: the ends are padded with zeros, and the scaling
    ("spectrum") makes a sine of amplitude 1 mV at a bin's centre (not at 0 Hz, nor at fs / 2) a peak of 0.5 mV.
    Source: Allen and Rabiner (1977), doi:10.1109/PROC.1977.10770.

    Args:
        X: (N, samples) in mV.
        fs: sampling frequency in Hz.
        nperseg: samples of one segment.
        noverlap: samples that two neighbouring segments share.

    Returns:
        float32 (N, nperseg // 2 + 1, times) in mV: row, frequency, time. 1440 samples give (N, 33, 46).
    """


@stub(task=3, contract=_same_shapes)
def standardize(train: NDArray, *others: NDArray) -> tuple[NDArray[np.float32], ...]:
    """Scale spectrograms to mean 0 and standard deviation 1 in each frequency, by the statistics of `train` alone.

    One mean and one standard deviation per frequency (axis 1), over all rows and times of `train`. A frequency that is
    constant in `train` becomes 0 there, and finite in the others. What comes in stays as it was.

    Args:
        train: (N, frequencies, times).
        *others: any number of arrays (M, frequencies, times), such as the test spectrograms.

    Returns:
        A tuple of float32 arrays with the shapes that came in: train first, then the others in their order.
    """
