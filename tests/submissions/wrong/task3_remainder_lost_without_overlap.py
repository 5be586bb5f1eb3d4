"""Without overlap the rows are reshaped, and what fills no whole segment is lost."""

# fails: spectrogram_with_other_segments
# says: the last segment is missing

import numpy as np

from ecgkit import fill


@fill
def spectrogram(X, fs=360, nperseg=64, noverlap=32):
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(nperseg) / nperseg)
    half, step = nperseg // 2, nperseg - noverlap
    padded = np.pad(X, ((0, 0), (half, half)))
    if noverlap:
        padded = np.pad(padded, ((0, 0), (0, -(padded.shape[1] - nperseg) % step)))
    count = 1 + (padded.shape[1] - nperseg) // step
    frames = [np.fft.rfft(padded[:, m * step : m * step + nperseg] * window) for m in range(count)]
    S = np.abs(np.stack(frames, axis=2)) / window.sum()
    return S.astype(np.float32)
