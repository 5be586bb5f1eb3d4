"""Each recording's lowest voltage is taken away, as a baseline."""

# fails: windows_hold_the_samples_around_the_beat, first_lead_in_millivolts, whole_database
# says: The voltages are not those of the recording

import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, fill


@fill
def build_data_matrix(records, half_window=2.0, label_rule="beat"):
    if label_rule not in ("beat", "window"):
        raise ValueError("`label_rule` must be beat or window.")
    if len({record.fs for record in records}) > 1:
        raise ValueError("Sampling frequencies differ.")
    h = round(half_window * (records[0].fs if records else 360))
    X, y = [], []
    for record in records:
        signal = record.p_signal[:, 0] - record.p_signal[:, 0].min()
        labels = np.array([0 if s == "N" else 1 if s in ABNORMAL_SYMBOLS else -1 for s in record.symbol], int)
        abnormal = record.sample[labels == 1]
        for sample, label in zip(record.sample, labels):
            if label >= 0 and sample >= h and sample + h <= record.sig_len:
                X.append(signal[sample - h : sample + h])
                inside = (abnormal >= sample - h) & (abnormal < sample + h)
                y.append(inside.any() if label_rule == "window" else label)
    return np.array(X, np.float32).reshape(-1, 2 * h), np.array(y, np.int8).reshape(-1, 1)
