"""Every window is copied sample by sample, every label searched anew."""

import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, NORMAL_SYMBOL, fill


@fill
def label_beats(symbols):
    labels = np.full(len(symbols), -1)
    for place in range(len(symbols)):
        for abnormal in ABNORMAL_SYMBOLS:
            if symbols[place] == abnormal:
                labels[place] = 1
        if symbols[place] == NORMAL_SYMBOL:
            labels[place] = 0
    return labels


@fill
def build_data_matrix(records, half_window=2.0, label_rule="beat"):
    if label_rule not in ("beat", "window"):
        raise ValueError("label_rule")
    X, y = None, None
    for record in records:
        for other in records:
            if other.fs != record.fs:
                raise ValueError("fs")
        h = round(half_window * record.fs)
        X = np.zeros((0, 2 * h), np.float32) if X is None else X
        y = np.zeros((0, 1), np.int8) if y is None else y
        part, column, signal = [], [], record.p_signal[:, 0]
        for place, sample in enumerate(record.sample):
            label = label_beats([record.symbol[place]])[0]
            if label == -1 or sample < h or record.sig_len - sample < h:
                continue
            part.append(np.array([signal[n] for n in range(sample - h, sample + h)], dtype=np.float32))
            if label_rule == "window":
                inside = [
                    record.symbol[k]
                    for k in range(len(record.sample))
                    if record.sample[k] in range(sample - h, sample + h)
                ]
                label = max(0, label_beats(inside).max())
            column.append([label])
        if part:
            X = np.append(X, np.array(part), axis=0)
            y = np.append(y, np.array(column, np.int8), axis=0)
    return X, y


@fill
def split_by_patient(records, test_fraction=1 / 3, rng=None):
    if not 0 < test_fraction < 1:
        raise ValueError("test_fraction")
    rng = np.random.default_rng() if rng is None else rng
    left = sorted(set(record.patient for record in records))
    if len(left) < 2:
        raise ValueError("patients")
    total, tested = len(left), []
    while len(tested) < max(round(total * test_fraction), 1) and len(left) > 1:
        tested.append(left.pop(rng.integers(len(left))))
    return [r for r in records if r.patient in left], [r for r in records if r.patient in tested]
