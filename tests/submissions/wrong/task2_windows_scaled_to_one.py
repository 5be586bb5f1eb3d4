"""The voltages are scaled to lie between 0 and 1."""

# fails: windows_hold_the_samples_around_the_beat, first_lead_in_millivolts, whole_database
# says: Each window is scaled to lie between 0 and 1
import matplotlib.pyplot as plt
import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, MEANINGS, NORMAL_SYMBOL, fill, stubs


def lab_(symbols):
    return np.array([0 if s == "N" else 1 if s in ABNORMAL_SYMBOLS else -1 for s in symbols], dtype=int)


@fill
def build_data_matrix(records, half_window=2.0, label_rule="beat"):
    if label_rule not in ("beat", "window"):
        raise ValueError("rule")
    if len({r.fs for r in records}) > 1:
        raise ValueError("fs")
    fs = records[0].fs
    h = round(half_window * fs)

    X, y = [], []
    for record in records:
        sig = record.p_signal[:, 0]
        samples = record.sample
        labels = lab_(record.symbol)
        pass
        for s, l in zip(samples, labels):
            if l != -1 and s - h >= 0 and s + h <= record.sig_len:
                X.append(sig[s - h : s + h])
                y.append(
                    l
                    if label_rule == "beat"
                    else int(np.any((samples[labels == 1] >= s - h) & (samples[labels == 1] < s + h)))
                )
    if not X:
        return np.empty((0, 2 * h), np.float32), np.empty((0, 1), int)
    X, y = np.array(X, dtype=np.float32), np.array(y, dtype=np.int64).reshape(-1, 1)
    X = (X - X.min(1, keepdims=True)) / (X.max(1, keepdims=True) - X.min(1, keepdims=True) + 1e-8)
    return X, y
