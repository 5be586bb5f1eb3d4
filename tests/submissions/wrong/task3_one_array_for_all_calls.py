"""Every call writes into the same array."""

# fails: spectrogram_of_each_row_by_itself
# says: A second call changed what the first one returned
import numpy as np
from scipy.signal import stft
from ecgkit import fill

B = {}


@fill
def spectrogram(X, fs=360, nperseg=64, noverlap=32):
    S = np.abs(stft(X, fs=fs, nperseg=nperseg, noverlap=noverlap)[2]).astype(np.float32)
    b = B.setdefault(S.shape, np.empty(S.shape, np.float32))
    b[:] = S
    S = b
    return S
