"""An odd segment is padded by one zero too many."""

# fails: spectrogram_with_other_segments
# says: With an odd `nperseg` the values are wrong
import numpy as np
from scipy.signal import stft
from ecgkit import fill


@fill
def spectrogram(X, fs=360, nperseg=64, noverlap=32):
    from scipy.signal import get_window

    half, step = (nperseg + 1) // 2, nperseg - noverlap
    w = get_window("hann", nperseg)
    P = np.pad(np.asarray(X, np.float64), [(0, 0), (half, nperseg // 2)])
    extra = -(P.shape[1] - nperseg) % step
    P = np.pad(P, [(0, 0), (0, extra)])
    V = np.lib.stride_tricks.sliding_window_view(P, nperseg, axis=1)[:, ::step]
    S = np.abs(np.fft.rfft(V * w / w.sum(), axis=2)).transpose(0, 2, 1).astype(np.float32)
    return S
