"""Divided by the root of the sum of the squared window."""

# fails: spectrogram_of_a_tone, spectrogram_equals_the_fourier_sum, spectrogram_with_other_segments
# says: divided by the root of the sum

import numpy as np

from ecgkit import fill


@fill
def spectrogram(X, fs=360, nperseg=64, noverlap=32):
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(nperseg) / nperseg)
    half, step = nperseg // 2, nperseg - noverlap
    padded = np.pad(X, ((0, 0), (half, half)))
    count = 1 + -(-(padded.shape[1] - nperseg) // step)
    missing = nperseg + (count - 1) * step - padded.shape[1]
    padded = np.pad(padded, ((0, 0), (0, missing)))
    frames = [np.fft.rfft(padded[:, m * step : m * step + nperseg] * window) for m in range(count)]
    S = np.abs(np.stack(frames, axis=2)) / np.sqrt(np.sum(window**2))
    return S.astype(np.float32)
