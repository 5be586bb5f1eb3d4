"""Zeros of the right shape."""

# fails: spectrogram_of_a_tone, spectrogram_is_linear, spectrogram_tells_when_and_how_fast, spectrogram_equals_the_fourier_sum, spectrogram_at_the_ends, spectrogram_with_other_segments, spectrogram_at_another_sampling_frequency, spectrogram_of_each_row_by_itself
# says: is 0 everywhere, though the signal is not

import numpy as np

from ecgkit import fill


@fill
def spectrogram(X, fs=360, nperseg=64, noverlap=32):
    step = nperseg - noverlap
    times = 1 - (-(X.shape[1] + 2 * (nperseg // 2) - nperseg) // step)
    return np.zeros((len(X), nperseg // 2 + 1, times), np.float32)
