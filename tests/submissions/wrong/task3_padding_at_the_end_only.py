"""All of the padding stands behind the row."""

# fails: spectrogram_equals_the_fourier_sum, spectrogram_at_the_ends
# says: padded at their end only

import numpy as np

from ecgkit import fill


@fill
def spectrogram(X, fs=360, nperseg=64, noverlap=32):
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(nperseg) / nperseg)
    half, step = nperseg // 2, nperseg - noverlap
    padded = np.pad(X, ((0, 0), (0, 2 * half)))
    count = 1 + -(-(padded.shape[1] - nperseg) // step)
    missing = nperseg + (count - 1) * step - padded.shape[1]
    padded = np.pad(padded, ((0, 0), (0, missing)))
    frames = [np.fft.rfft(padded[:, m * step : m * step + nperseg] * window) for m in range(count)]
    S = np.abs(np.stack(frames, axis=2)) / window.sum()
    return S.astype(np.float32)
