"""The mean of each row is taken away."""

# fails: spectrogram_equals_the_fourier_sum, spectrogram_at_the_ends, spectrogram_with_other_segments
# says: The mean of each row is removed
import matplotlib.pyplot as plt
import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, MEANINGS, NORMAL_SYMBOL, fill, stubs


@fill
def spectrogram(X, fs=360, nperseg=64, noverlap=32):
    from scipy.signal import stft

    return np.abs(stft(X - X.mean(axis=1, keepdims=True), fs, nperseg=nperseg, noverlap=noverlap)[2]).astype(np.float32)
