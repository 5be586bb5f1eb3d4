"""The complex numbers are returned."""

# fails: spectrogram_has_frequencies_and_times, spectrogram_of_a_tone, spectrogram_is_linear, spectrogram_tells_when_and_how_fast, spectrogram_equals_the_fourier_sum, spectrogram_at_the_ends, spectrogram_with_other_segments, spectrogram_at_another_sampling_frequency, spectrogram_of_each_row_by_itself
# says: take the magnitude with `np.abs`

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
    S = np.stack(frames, axis=2) / window.sum()
    return S.astype(np.complex64)
