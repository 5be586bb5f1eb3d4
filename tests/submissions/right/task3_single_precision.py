"""float32 and complex64 throughout, frames by strides, a Fourier matrix; running mean and variance."""

import numpy as np
from numpy.lib.stride_tricks import as_strided

from ecgkit import fill


def frames_of(padded, nperseg, step):
    count = 1 + (padded.shape[1] - nperseg) // step
    rows, samples = padded.strides
    return as_strided(padded, (len(padded), count, nperseg), (rows, step * samples, samples), writeable=False)


@fill
def spectrogram(X, fs=360, nperseg=64, noverlap=32):
    X = np.require(X, np.float32, "C")
    n = np.arange(nperseg)
    window = np.float32(0.5) * (1 - np.cos(2 * np.pi * n / nperseg)).astype(np.float32)
    kernel = np.exp(-2j * np.pi * np.outer(n, np.arange(nperseg // 2 + 1)) / nperseg).astype(np.complex64)
    step = nperseg - noverlap
    length = X.shape[1] + 2 * (nperseg // 2)
    tail = (step - (length - nperseg) % step) % step
    padded = np.zeros((len(X), length + tail), np.float32)
    padded[:, nperseg // 2 : nperseg // 2 + X.shape[1]] = X
    S = np.abs((frames_of(padded, nperseg, step) * window) @ kernel) / window.sum()
    return S.swapaxes(1, 2)


@fill
def standardize(train, *others):
    count, mean, spread = 0, 0.0, 0.0
    for row in train:
        for column in row.T.astype(np.float64):
            count += 1
            change = column - mean
            mean = mean + change / count
            spread = spread + change * (column - mean)
    deviation = np.sqrt(spread / count)
    deviation[deviation == 0] = 1
    return (*(((array.swapaxes(1, 2) - mean) / deviation).swapaxes(1, 2) for array in (train, *others)),)
