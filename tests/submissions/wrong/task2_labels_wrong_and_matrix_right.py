"""The second `if` takes back what the first one said; `build_data_matrix` is right, and loses nothing by it."""

# fails: labels_of_common_symbols, label_of_every_symbol
# says: The array of labels: 3 of 7 values differ

import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, NORMAL_SYMBOL, fill, stubs


@fill
def label_beats(symbols):
    labels = []
    for symbol in symbols:
        if symbol in ABNORMAL_SYMBOLS:
            label = 1
        if symbol == NORMAL_SYMBOL:
            label = 0
        else:
            label = -1
        labels.append(label)
    return labels


@fill
def build_data_matrix(records, half_window=2.0, label_rule="beat"):
    if label_rule not in ("beat", "window"):
        raise ValueError("label_rule is unknown")
    rates = {record.fs for record in records}
    if len(rates) > 1:
        raise ValueError("The records differ in fs.")
    h = round(half_window * (rates.pop() if rates else 360))
    X, y = [], []
    for record in records:
        labels = stubs.label_beats(record.symbol)
        for sample, label in zip(record.sample, labels, strict=True):
            if label < 0 or sample < h or sample + h > record.sig_len:
                continue
            X.append(record.p_signal[sample - h : sample + h, 0])
            if label_rule == "window":
                inside = (record.sample >= sample - h) & (record.sample < sample + h)
                label = int(np.any(labels[inside] == 1))
            y.append([label])
    return np.array(X, dtype=np.float32).reshape(-1, 2 * h), np.array(y, dtype=int).reshape(-1, 1)
