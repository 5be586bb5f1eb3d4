"""Rows of each call lie in one buffer: a second call writes over those of the first."""

# fails: matrix_has_a_row_a_beat
# says: A second call changed what the first one returned

import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, NORMAL_SYMBOL, fill, stubs


@fill
def label_beats(symbols):
    return np.array([0 if s == NORMAL_SYMBOL else 1 if s in ABNORMAL_SYMBOLS else -1 for s in symbols])


STORE = np.empty(0, np.float32)


@fill
def build_data_matrix(records, half_window=2.0, label_rule="beat"):
    if label_rule not in ("beat", "window"):
        raise ValueError(label_rule)
    rates = {record.fs for record in records}
    if len(rates) > 1:
        raise ValueError("sampling frequencies differ")
    h = round(half_window * rates.pop())
    X, y = [], []
    for record in records:
        lead = record.p_signal[:, 0]
        labels = stubs.label_beats(record.symbol)
        for i, s in enumerate(record.sample):
            if labels[i] < 0 or s - h < 0 or s + h > record.sig_len:
                continue
            label = labels[i]
            if label_rule == "window":
                near = (record.sample >= s - h) & (record.sample < s + h)
                label = int(np.any(np.asarray(labels)[near] == 1))
            X.append(lead[s - h : s + h])
            y.append(label)
    global STORE
    if STORE.size < len(X) * 2 * h:
        STORE = np.empty(len(X) * 2 * h, np.float32)
    rows = STORE[: len(X) * 2 * h].reshape(len(X), 2 * h)
    for row, values in zip(rows, X):
        row[:] = values
    return rows, np.array(y, int).reshape(-1, 1)
