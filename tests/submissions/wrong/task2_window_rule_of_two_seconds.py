"""The window rule looks 2 s far, whatever `half_window` is."""

# fails: window_rule_at_the_edges
# says: 2 s on either side are taken for granted

import numpy as np
import matplotlib.pyplot as plt
from ecgkit import fill, ABNORMAL_SYMBOLS

def lab(s):
    return 0 if s == "N" else 1 if s in ABNORMAL_SYMBOLS else -1


@fill
def build_data_matrix(records, half_window=2.0, label_rule="beat"):
    if label_rule not in ("beat", "window"):
        raise ValueError("rule")
    if len({r.fs for r in records}) > 1:
        raise ValueError("fs")
    h = round(half_window * (records[0].fs if records else 360))
    X, y = [], []
    for record in records:
        signal = record.p_signal[:, 0]
        labels = [lab(s) for s in record.symbol]
        for s, l in zip(record.sample, labels):
            if l < 0 or s - h < 0 or s + h > record.sig_len:
                continue
            X.append(signal[s - h:s + h].astype(np.float32))
            if label_rule == "window":
                l = any(m == 1 and s - round(2*record.fs) <= t < s + round(2*record.fs) for t, m in zip(record.sample, labels))
            y.append(int(l))
    if not X:
        return np.empty((0, 2 * h), np.float32), np.empty((0, 1), np.int8)
    return np.array(X), np.array(y, np.int8).reshape(-1, 1)
