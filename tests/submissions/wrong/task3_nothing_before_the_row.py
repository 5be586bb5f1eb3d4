"""The segments begin with the row, and zeros stand behind it alone: the first segment is missing."""

# fails: spectrogram_has_frequencies_and_times, spectrogram_at_the_ends, spectrogram_equals_the_fourier_sum
# says: the first segment is missing

import numpy as np

from ecgkit import fill


@fill
def spectrogram(X, fs=360, nperseg=64, noverlap=32):
    window = np.hanning(nperseg + 1)[:nperseg]
    segments = []
    for start in range(0, X.shape[1], nperseg - noverlap):
        piece = X[:, start : start + nperseg]
        piece = np.pad(piece, ((0, 0), (0, nperseg - piece.shape[1])))
        segments.append(np.abs(np.fft.rfft(piece * window)) / window.sum())
    return np.stack(segments, axis=2).astype(np.float32)
