"""In volts."""

# fails: windows_hold_the_samples_around_the_beat, first_lead_in_millivolts, whole_database
# says: in volts

import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, fill


def label_of(symbol):
    return 0 if symbol == "N" else 1 if symbol in ABNORMAL_SYMBOLS else -1


@fill
def build_data_matrix(records, half_window=2.0, label_rule="beat"):
    if label_rule not in ("beat", "window"):
        raise ValueError("label_rule")
    if len({record.fs for record in records}) > 1:
        raise ValueError("fs differ")
    h = round(half_window * records[0].fs)
    rows, labels = [], []
    for record in records:
        lead = record.p_signal[:, 0]
        lead = lead / 1000
        of_all = np.array([label_of(symbol) for symbol in record.symbol])
        for sample, label in zip(record.sample, of_all):
            if label < 0 or sample - h < 0 or sample + h > record.sig_len:
                continue
            if label_rule == "window":
                inside = (record.sample >= sample - h) & (record.sample < sample + h)
                label = int((of_all[inside] == 1).any())
            row = lead[sample - h : sample + h]
            rows.append(row)
            labels.append(label)
    X = np.array(rows, dtype="float32").reshape(-1, 2 * h)
    return X, np.array(labels, dtype="int8").reshape(-1, 1)
