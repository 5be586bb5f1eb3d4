"""The size of the real part in place of the magnitude."""

# fails: spectrogram_tells_when_and_how_fast, spectrogram_equals_the_fourier_sum
# says: Only the real part is taken

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
    S = np.abs(np.stack(frames, axis=2).real) / window.sum()
    return S.astype(np.float32)
