"""scipy.signal.spectrogram with mode='magnitude' on padded rows, scaled by hand; Fortran order; a small epsilon."""

import numpy as np

from ecgkit import fill


@fill
def spectrogram(X, fs=360, nperseg=64, noverlap=32):
    from scipy.signal import spectrogram as scipy_spectrogram

    half, step = nperseg // 2, nperseg - noverlap
    rest = -(X.shape[1] + 2 * half - nperseg) % step
    padded = np.pad(np.asarray(X, dtype=np.float64), [(0, 0), (half, half + rest)])
    _, _, S = scipy_spectrogram(
        padded,
        fs,
        window="hann",
        nperseg=nperseg,
        noverlap=noverlap,
        detrend=False,
        scaling="spectrum",
        mode="magnitude",
    )
    return np.asfortranarray(S)


@fill
def standardize(train, *others):
    mu = train.mean((0, 2), keepdims=True, dtype=np.float64)
    sigma = train.std((0, 2), keepdims=True, dtype=np.float64) + 1e-8
    return tuple(np.asfortranarray((array - mu) / sigma) for array in (train,) + others)
