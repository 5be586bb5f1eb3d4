"""Blocks of 2048 rows: those after the last whole block stay 0."""

# fails: spectrogram_of_each_row_by_itself
# says: With thousands of rows some are not those of the same rows alone
import numpy as np
from scipy.signal import stft
from ecgkit import fill


@fill
def spectrogram(X, fs=360, nperseg=64, noverlap=32):
    S = np.abs(stft(X, fs=fs, nperseg=nperseg, noverlap=noverlap)[2]).astype(np.float32)
    n = len(S) // 2048 * 2048
    if n:
        S[n:] = 0
    return S
