"""scipy.signal.ShortTimeFFT with the right arguments, StandardScaler on a table of times."""

import numpy as np

from ecgkit import fill


@fill
def spectrogram(X, fs=360, nperseg=64, noverlap=32):
    from scipy.signal import ShortTimeFFT, get_window

    step = nperseg - noverlap
    transform = ShortTimeFFT(get_window("hann", nperseg), hop=step, fs=fs, scale_to="magnitude", phase_shift=None)
    count = 1 + -(-(X.shape[1] + 2 * (nperseg // 2) - nperseg) // step)
    # The last segment may lie beyond the row; this class wants samples there.
    padded = np.pad(X, [(0, 0), (0, nperseg)])
    return np.abs(transform.stft(padded, p0=0, p1=count, axis=-1))


@fill
def standardize(train, *others):
    from sklearn.preprocessing import StandardScaler

    scaler = StandardScaler()

    def table(array):
        return array.transpose(0, 2, 1).reshape(-1, array.shape[1])

    scaler.fit(table(train.astype(np.float64)))

    def scale(array):
        rows, frequencies, times = array.shape
        return scaler.transform(table(array)).reshape(rows, times, frequencies).transpose(0, 2, 1)

    return tuple(map(scale, (train, *others)))
