"""The rows that came in are changed."""

# fails: spectrogram_of_each_row_by_itself
# says: `spectrogram` changed the rows that came in
import matplotlib.pyplot as plt
import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, MEANINGS, NORMAL_SYMBOL, fill, stubs


@fill
def spectrogram(X, fs=360, nperseg=64, noverlap=32):
    from scipy.signal import stft

    X *= 1000
    return (np.abs(stft(X, fs, nperseg=nperseg, noverlap=noverlap)[2]) / 1000).astype(np.float32)
