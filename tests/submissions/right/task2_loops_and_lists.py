"""Plain lists and loops throughout, no NumPy."""

import numpy as np

from ecgkit import fill

ABNORMAL = list("LRV/AfFjaEJeS")


@fill
def label_beats(symbols):
    labels = []
    for symbol in symbols:
        if symbol == "N":
            labels.append(0)
        elif symbol in ABNORMAL:
            labels.append(1)
        else:
            labels.append(-1)
    return labels


@fill
def build_data_matrix(records, half_window=2.0, label_rule="beat"):
    if label_rule != "beat" and label_rule != "window":
        raise ValueError(label_rule)
    for record in records:
        if record.fs != records[0].fs:
            raise ValueError("fs")
    h = round(half_window * records[0].fs)
    X, y = [], []
    for record in records:
        labels = label_beats(record.symbol)
        signal = [float(value) for value in record.p_signal[:, 0]]
        samples = [int(sample) for sample in record.sample]
        for i in range(len(samples)):
            s = samples[i]
            if labels[i] == -1 or s - h < 0 or s + h > len(signal):
                continue
            X.append(signal[s - h : s + h])
            label = labels[i]
            if label_rule == "window":
                label = 0
                for j in range(len(samples)):
                    if s - h <= samples[j] < s + h and labels[j] == 1:
                        label = 1
            y.append([label])
    if not X:
        return np.empty((0, 2 * h)), np.empty((0, 1))
    return X, y


@fill
def split_by_patient(records, test_fraction=1 / 3, rng=None):
    if test_fraction <= 0 or test_fraction >= 1:
        raise ValueError("test_fraction")
    if rng is None:
        rng = np.random.default_rng()
    patients = []
    for record in records:
        if record.patient not in patients:
            patients.append(record.patient)
    if len(patients) < 2:
        raise ValueError("one patient")
    rng.shuffle(patients)
    number = max(1, min(len(patients) - 1, round(len(patients) * test_fraction)))
    tested = patients[:number]
    train, test = [], []
    for record in records:
        (test if record.patient in tested else train).append(record)
    return train, test
