"""Generators and comprehensions; np.fromiter; float labels; a dict of patients."""

import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, NORMAL_SYMBOL, fill

BEATS = {NORMAL_SYMBOL: 0} | dict.fromkeys(ABNORMAL_SYMBOLS, 1)


@fill
def label_beats(symbols):
    return np.fromiter((BEATS.get(symbol, -1) for symbol in symbols), dtype=np.float64)


def rows(record, h, rule):
    marks = [(int(s), BEATS[m]) for s, m in zip(record.sample, record.symbol) if m in BEATS]
    signal = record.p_signal[:, 0]
    for s, label in marks:
        if s - h >= 0 and s + h <= record.sig_len:
            yield signal[s - h : s + h], (max(m for t, m in marks if -h <= t - s < h) if rule == "window" else label)


@fill
def build_data_matrix(records, half_window=2.0, label_rule="beat"):
    try:
        (fs,) = {record.fs for record in records}
        {"beat": 0, "window": 1}[label_rule]
    except KeyError as error:
        raise ValueError(label_rule) from error
    h = round(half_window * fs)
    found = [row for record in records for row in rows(record, h, label_rule)]
    X = np.array([x for x, _ in found], dtype=np.float32).reshape(len(found), 2 * h)
    return X, np.array([float(label) for _, label in found])[:, np.newaxis]


@fill
def split_by_patient(records, test_fraction=1 / 3, rng=None):
    by_patient = {}
    for record in records:
        by_patient.setdefault(record.patient, []).append(record)
    if not 0 < test_fraction < 1:
        raise ValueError("test_fraction")
    if len(by_patient) < 2:
        raise ValueError("patients")
    groups = list(by_patient.values())
    order = (rng or np.random.default_rng()).permutation(len(groups))
    cut = min(max(round(test_fraction * len(groups)), 1), len(groups) - 1)
    return (
        tuple(record for place in order[cut:] for record in groups[place]),
        tuple(record for place in order[:cut] for record in groups[place]),
    )
