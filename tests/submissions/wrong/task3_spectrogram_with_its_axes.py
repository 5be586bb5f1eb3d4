"""What scipy.signal.stft returns, frequencies and times included."""

# fails: spectrogram_at_another_sampling_frequency, spectrogram_at_the_ends, spectrogram_equals_the_fourier_sum, spectrogram_has_frequencies_and_times, spectrogram_is_linear, spectrogram_of_a_tone, spectrogram_of_each_row_by_itself, spectrogram_tells_when_and_how_fast, spectrogram_with_other_segments
# says: return the values alone

import numpy as np
from scipy.signal import stft

from ecgkit import fill


@fill
def spectrogram(X, fs=360, nperseg=64, noverlap=32):
    f, t, Z = stft(X, fs=fs, nperseg=nperseg, noverlap=noverlap)
    return f, t, np.abs(Z).astype(np.float32)
