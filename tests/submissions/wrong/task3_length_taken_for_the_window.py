"""stft gets the length of the segments in the place of the window."""

# fails: spectrogram_has_frequencies_and_times, spectrogram_of_a_tone, spectrogram_is_linear, spectrogram_tells_when_and_how_fast, spectrogram_equals_the_fourier_sum, spectrogram_at_the_ends, spectrogram_with_other_segments, spectrogram_at_another_sampling_frequency, spectrogram_of_each_row_by_itself
# says: name the others

import numpy as np
from scipy.signal import stft

from ecgkit import fill


@fill
def spectrogram(X, fs=360, nperseg=64, noverlap=32):
    _, _, Z = stft(X, fs, nperseg, noverlap)
    return np.abs(Z)
