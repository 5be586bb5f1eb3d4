"""scipy.signal.spectrogram with its defaults."""

# fails: spectrogram_has_frequencies_and_times, spectrogram_of_a_tone, spectrogram_is_linear, spectrogram_equals_the_fourier_sum, spectrogram_at_the_ends, spectrogram_with_other_segments, spectrogram_at_another_sampling_frequency
# says: another function
import matplotlib.pyplot as plt
import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, MEANINGS, NORMAL_SYMBOL, fill, stubs


@fill
def spectrogram(X, fs=360, nperseg=64, noverlap=32):
    from scipy.signal import spectrogram as g

    return g(X, fs, nperseg=nperseg, noverlap=noverlap)[2].astype(np.float32)
