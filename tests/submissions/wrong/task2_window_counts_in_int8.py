"""Abnormal beats are counted in the type of their labels, which ends at 127."""

# fails: window_rule_at_the_edges
# says: are they counted in int8

import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, NORMAL_SYMBOL, fill, stubs


@fill
def label_beats(symbols):
    return np.array([0 if s == NORMAL_SYMBOL else 1 if s in ABNORMAL_SYMBOLS else -1 for s in symbols], np.int8)


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
                seen = np.cumsum(np.maximum(labels, 0), dtype=np.int8)
                low, high = np.searchsorted(record.sample, [s - h, s + h])
                label = int(seen[high - 1] > (seen[low - 1] if low else 0))
            X.append(lead[s - h : s + h])
            y.append(label)
    return np.array(X, np.float32).reshape(len(X), 2 * h), np.array(y, int).reshape(-1, 1)
