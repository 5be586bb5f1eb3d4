"""The window rule looks at three beats on either side."""

# fails: window_rule_at_the_edges
# says: or only the next few beats looked at

import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, NORMAL_SYMBOL, fill, stubs


@fill
def label_beats(symbols):
    return np.array([0 if s == NORMAL_SYMBOL else 1 if s in ABNORMAL_SYMBOLS else -1 for s in symbols])


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
                near = range(max(i - 3, 0), min(i + 4, len(labels)))
                label = int(any(labels[j] == 1 and s - h <= record.sample[j] < s + h for j in near))
            X.append(lead[s - h : s + h])
            y.append(label)
    return np.array(X, np.float32).reshape(len(X), 2 * h), np.array(y, int).reshape(-1, 1)
