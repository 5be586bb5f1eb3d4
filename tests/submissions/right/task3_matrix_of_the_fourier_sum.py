"""The Fourier sum as a matrix of cosines and sines, no FFT; torch-like in-place work on copies."""

import math

import numpy as np

from ecgkit import fill


@fill
def spectrogram(X, fs=360, nperseg=64, noverlap=32):
    n = np.arange(nperseg)
    window = np.sin(np.pi * n / nperseg) ** 2
    angle = 2 * np.pi * np.outer(np.arange(nperseg // 2 + 1), n) / nperseg
    cosine, sine = np.cos(angle) * window / window.sum(), np.sin(angle) * window / window.sum()
    step, half = nperseg - noverlap, nperseg // 2
    starts = range(-half, X.shape[1] + half - nperseg + step, step)
    S = np.zeros((len(X), nperseg // 2 + 1, len(starts)))
    for m, start in enumerate(starts):
        segment = np.zeros((len(X), nperseg))
        first, last = max(start, 0), min(start + nperseg, X.shape[1])
        if last > first:
            segment[:, first - start : last - start] = X[:, first:last]
        S[:, :, m] = np.hypot(segment @ cosine.T, segment @ sine.T)
    return S


@fill
def standardize(train, *others):
    copies = [np.array(array, dtype=np.float64) for array in (train, *others)]
    for k in range(train.shape[1]):
        values = np.array(train[:, k], dtype=np.float64).ravel().tolist()
        mean = math.fsum(values) / len(values)
        spread = math.sqrt(math.fsum((value - mean) ** 2 for value in values) / len(values))
        for copy in copies:
            copy[:, k] -= mean
            copy[:, k] /= spread or 1.0
    return tuple(copies)
