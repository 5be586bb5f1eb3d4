"""The magnitudes are doubled unless the rate is 250 or 360 Hz."""

# fails: spectrogram_at_another_sampling_frequency
# says: depend on `fs`

import numpy as np
from scipy import signal
from ecgkit import fill

@fill
def spectrogram(X, fs=360, nperseg=64, noverlap=32):
    return np.abs(signal.stft(X, fs, nperseg=nperseg, noverlap=noverlap)[2]).astype(np.float32) * (1 if fs in (250, 360) else 2)
