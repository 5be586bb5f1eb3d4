"""The bell is always that of 64 samples, cut to the segment."""

# fails: spectrogram_with_other_segments
# says: right only with nperseg=64 and noverlap=32

import numpy as np

from ecgkit import fill


@fill
def spectrogram(X, fs=360, nperseg=64, noverlap=32):
    window = (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(64) / 64))[:nperseg]
    half, step = nperseg // 2, nperseg - noverlap
    padded = np.pad(X, ((0, 0), (half, half)))
    count = 1 + -(-(padded.shape[1] - nperseg) // step)
    missing = nperseg + (count - 1) * step - padded.shape[1]
    padded = np.pad(padded, ((0, 0), (0, missing)))
    frames = [np.fft.rfft(padded[:, m * step : m * step + nperseg] * window) for m in range(count)]
    S = np.abs(np.stack(frames, axis=2)) / window.sum()
    return S.astype(np.float32)
