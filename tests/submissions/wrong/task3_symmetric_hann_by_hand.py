"""Segments by hand, with np.hanning."""

# fails: spectrogram_of_a_tone, spectrogram_equals_the_fourier_sum
# says: The Hann window is the symmetric one (np.hanning)
import matplotlib.pyplot as plt
import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, MEANINGS, NORMAL_SYMBOL, fill, stubs


@fill
def spectrogram(X, fs=360, nperseg=64, noverlap=32):
    step = nperseg - noverlap
    w = np.hanning(nperseg)
    P = np.pad(X, [(0, 0), (nperseg // 2, nperseg // 2)])
    extra = -(P.shape[1] - nperseg) % step
    P = np.pad(P, [(0, 0), (0, extra)])
    F = np.lib.stride_tricks.sliding_window_view(P, nperseg, axis=1)[:, ::step]
    return np.abs(np.fft.rfft(F * w, axis=-1)).transpose(0, 2, 1).astype(np.float32) / w.sum()
