"""No more than 46 times are kept, however long the rows are."""

# fails: spectrogram_with_other_segments
# says: number of times does not fit

import numpy as np
from scipy import signal
from ecgkit import fill

@fill
def spectrogram(X, fs=360, nperseg=64, noverlap=32):
    return np.abs(signal.stft(X, fs, nperseg=nperseg, noverlap=noverlap)[2]).astype(np.float32)[:, :, :46]
