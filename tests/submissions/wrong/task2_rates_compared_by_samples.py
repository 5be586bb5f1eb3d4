"""The numbers of samples of a window are compared, not the sampling frequencies."""

# fails: mixed_sampling_frequencies
# says: Records with different `fs` must raise ValueError
import numpy as np
from ecgkit import ABNORMAL_SYMBOLS, fill, stubs


def label_of(symbol):
    return 0 if symbol == "N" else 1 if symbol in ABNORMAL_SYMBOLS else -1


@fill
def build_data_matrix(records, half_window=2.0, label_rule="beat"):
    if label_rule not in ("beat", "window"):
        raise ValueError("`label_rule` must be beat or window.")
    if len({round(half_window * record.fs) for record in records}) > 1:
        raise ValueError("The records differ in fs.")
    h = round(half_window * records[0].fs)
    X, y = [], []
    for record in records:
        signal = record.p_signal[:, 0].astype(np.float32)
        labels = np.array([label_of(symbol) for symbol in record.symbol], int)
        for place, (sample, label) in enumerate(zip(record.sample, labels)):
            if label < 0 or sample < h or sample + h > record.sig_len:
                continue
            X.append(signal[sample - h : sample + h])
            if label_rule == "window":
                inside = (record.sample >= sample - h) & (record.sample < sample + h)
                label = 1 in labels[inside]
            y.append(label)
    return np.array(X).reshape(-1, 2 * h), np.array(y).reshape(-1, 1)
