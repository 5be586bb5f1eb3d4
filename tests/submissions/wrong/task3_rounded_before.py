"""The voltages are rounded to a tenth of a microvolt: too little to see with the usual segments."""

# fails: spectrogram_with_other_segments
# says: is something rounded

import numpy as np
from scipy import signal

from ecgkit import fill


@fill
def spectrogram(X, fs=360, nperseg=64, noverlap=32):
    return np.abs(signal.stft(np.round(X, 4), fs, nperseg=nperseg, noverlap=noverlap)[2]).astype(np.float32)
