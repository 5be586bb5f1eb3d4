"""Longer segments than 64 samples are cut down to 64."""

# fails: spectrogram_with_other_segments
# says: raised ValueError

import numpy as np
from scipy import signal
from ecgkit import fill

@fill
def spectrogram(X, fs=360, nperseg=64, noverlap=32):
    return np.abs(signal.stft(X, fs, nperseg=min(nperseg, 64), noverlap=noverlap)[2]).astype(np.float32)
