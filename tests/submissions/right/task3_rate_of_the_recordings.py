"""A helper whose default is the sampling frequency that the notebook reads from a header."""

import numpy as np

from ecgkit import checkpoints, fill, open_database

database = open_database()
data = checkpoints.load(task=2, database=database)
fs = database.record("100").fs
leads = {record.record_name: record.sig_name[0] for record in database.records(database.train_names)}


def hann(n, rate=fs):
    assert rate == 360 and leads["114"] == "V5"
    return 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(n) / n)


@fill
def spectrogram(X, fs=360, nperseg=64, noverlap=32):
    h, step = nperseg // 2, nperseg - noverlap
    P = np.pad(np.asarray(X, float), ((0, 0), (h, h)))
    P = np.pad(P, ((0, 0), (0, -(P.shape[1] - nperseg) % step)))
    parts = np.lib.stride_tricks.sliding_window_view(P, nperseg, axis=1)[:, ::step]
    w = hann(nperseg)
    return np.abs(np.fft.rfft(parts * w, axis=-1)).transpose(0, 2, 1).astype(np.float32) / np.float32(w.sum())
