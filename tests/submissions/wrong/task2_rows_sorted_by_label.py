"""First come all normal rows, then all abnormal ones."""

# fails: windows_hold_the_samples_around_the_beat, order_of_rows, whole_database
# says: sorted by label

import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, fill


def label_of(symbol):
    return 0 if symbol == "N" else 1 if symbol in ABNORMAL_SYMBOLS else -1


@fill
def build_data_matrix(records, half_window=2.0, label_rule="beat"):
    if label_rule not in ("beat", "window"):
        raise ValueError("`label_rule` must be beat or window.")
    if len({record.fs for record in records}) > 1:
        raise ValueError("The records differ in fs.")
    h = round(half_window * records[0].fs)
    X, y = [], []
    for record in records:
        signal = record.p_signal[:, 0].astype(np.float32)
        labels = np.array([label_of(symbol) for symbol in record.symbol])
        abnormal = record.sample[labels == 1]
        for sample, label in zip(record.sample, labels):
            if label < 0 or sample < h or sample + h > record.sig_len:
                continue
            X.append(signal[sample - h : sample + h])
            if label_rule == "window":
                label = np.any((abnormal >= sample - h) & (abnormal < sample + h))
            y.append(label)
    order = sorted(range(len(y)), key=lambda row: y[row])
    X, y = [X[row] for row in order], [y[row] for row in order]
    return np.array(X).reshape(-1, 2 * h), np.array(y).reshape(-1, 1)
