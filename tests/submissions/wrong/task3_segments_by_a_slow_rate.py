"""Below 200 Hz the segments get another length."""

# fails: spectrogram_at_another_sampling_frequency
# says: one frequency for each of the nperseg // 2 + 1 bins

import numpy as np
from scipy import signal
from ecgkit import fill

@fill
def spectrogram(X, fs=360, nperseg=64, noverlap=32):
    if fs < 200:
        nperseg = int(nperseg * fs / 360)
        noverlap = nperseg // 2
    return np.abs(signal.stft(X, fs, nperseg=nperseg, noverlap=noverlap)[2]).astype(np.float32)
