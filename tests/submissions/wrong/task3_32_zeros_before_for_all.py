"""Always 32 zeros before each row, whatever `nperseg` is; the number of segments is right."""

# fails: spectrogram_with_other_segments
# says: right only with nperseg=64 and noverlap=32

import numpy as np

from ecgkit import fill


@fill
def spectrogram(X, fs=360, nperseg=64, noverlap=32):
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(nperseg) / nperseg)
    step = nperseg - noverlap
    count = 1 + -(-(X.shape[1] + 2 * (nperseg // 2) - nperseg) // step)
    padded = np.pad(X, ((0, 0), (32, 2 * nperseg)))
    frames = [np.fft.rfft(padded[:, m * step : m * step + nperseg] * window) for m in range(count)]
    S = np.abs(np.stack(frames, axis=2)) / window.sum()
    return S.astype(np.float32)
