"""The window rule adds up labels, so that a mark of -1 cancels an abnormal beat."""

# fails: window_rule_looks_at_the_whole_window, window_rule_at_the_edges
# says: cancels an abnormal beat

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
                inside = (record.sample >= sample - h) & (record.sample < sample + h)
                label = labels[inside].sum() > 0
            y.append(label)
    return np.array(X).reshape(-1, 2 * h), np.array(y).reshape(-1, 1)
