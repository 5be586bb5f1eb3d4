"""The lists are made once, so that rows of earlier calls stay in them."""

# fails: matrix_has_a_row_a_beat, windows_hold_the_samples_around_the_beat, labels_are_those_of_the_centre_beats, windows_past_the_ends_are_dropped, windows_that_just_fit_are_kept, only_beats_make_rows, other_sampling_frequencies, other_half_windows, first_lead_in_millivolts, order_of_rows, records_without_beats, no_beat_at_all, whole_database, window_rule_looks_at_the_whole_window, window_rule_at_the_edges, mixed_sampling_frequencies, unknown_label_rule
# says: A second call with the same record gives more rows
import numpy as np
from ecgkit import ABNORMAL_SYMBOLS, fill, stubs

X, y = [], []


def label_of(symbol):
    return 0 if symbol == "N" else 1 if symbol in ABNORMAL_SYMBOLS else -1


@fill
def build_data_matrix(records, half_window=2.0, label_rule="beat"):
    if label_rule not in ("beat", "window"):
        raise ValueError("`label_rule` must be beat or window.")
    if len({record.fs for record in records}) > 1:
        raise ValueError("The records differ in fs.")
    h = round(half_window * records[0].fs)
    for record in records:
        signal = record.p_signal[:, 0].astype(np.float32)
        labels = np.array([label_of(symbol) for symbol in record.symbol], int)
        for place, (sample, label) in enumerate(zip(record.sample, labels)):
            if label < 0 or sample < h or sample + h > record.sig_len:
                continue
            X.append(signal[sample - h : sample + h])
            if label_rule == "window":
                inside = (record.sample >= sample - h) & (record.sample < sample + h)
                label = 1 in labels[inside]
            y.append(label)
    return np.array(X).reshape(-1, 2 * h), np.array(y).reshape(-1, 1)
