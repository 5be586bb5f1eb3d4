"""The right number of rows, with the right labels, but no voltage in any."""

# fails: windows_hold_the_samples_around_the_beat, only_beats_make_rows, other_sampling_frequencies, other_half_windows, first_lead_in_millivolts, order_of_rows, whole_database
# says: X: 8,640 of 8,640 values differ from the right ones
import numpy as np
from ecgkit import ABNORMAL_SYMBOLS, NORMAL_SYMBOL, fill


@fill
def build_data_matrix(records, half_window=2.0, label_rule="beat"):
    if label_rule not in ("beat", "window"):
        raise ValueError("label_rule")
    if len({record.fs for record in records}) > 1:
        raise ValueError("fs")
    labels = []
    fs = records[0].fs if len(records) else 360
    h = round(half_window * fs)
    for record in records:
        beats = [
            (s, c)
            for s, c in zip(record.sample, record.symbol, strict=True)
            if c == NORMAL_SYMBOL or c in ABNORMAL_SYMBOLS
        ]
        for s, c in beats:
            if s - h >= 0 and s + h <= record.sig_len:
                if label_rule == "beat":
                    labels.append(int(c != NORMAL_SYMBOL))
                else:
                    labels.append(int(any(s - h <= o < s + h for o, d in beats if d != NORMAL_SYMBOL)))
    return np.zeros((len(labels), 2 * h), np.float32), np.array(labels, int).reshape(-1, 1)
