"""One call of scipy.signal.stft a row; float64; lists of arrays."""

import numpy as np
from scipy.signal import stft

from ecgkit import fill


@fill
def spectrogram(X, fs=360, nperseg=64, noverlap=32):
    return [np.abs(stft(row, fs=fs, nperseg=nperseg, noverlap=noverlap)[2]) for row in X]


@fill
def standardize(train, *others):
    result = []
    for array in (train, *others):
        scaled = np.zeros(array.shape)
        for k in range(train.shape[1]):
            mean, std = np.mean(train[:, k, :]), np.std(train[:, k, :])
            scaled[:, k, :] = 0 if std == 0 else (array[:, k, :] - mean) / std
        result.append(scaled)
    return result
