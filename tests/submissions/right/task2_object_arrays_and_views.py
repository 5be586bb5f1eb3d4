"""Object arrays and fancy indexing throughout; X comes back read-only with negative strides, y as a broadcast view."""

import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, NORMAL_SYMBOL, fill

SYMBOLS = np.array([NORMAL_SYMBOL, *ABNORMAL_SYMBOLS], dtype=object)
CODES = np.append(np.array([0] + [1] * 13), -1)


@fill
def label_beats(symbols):
    symbols = np.array(symbols, dtype=object).reshape(-1, 1)
    hits = symbols == SYMBOLS
    return CODES[np.where(hits.any(axis=1), hits.argmax(axis=1), -1)].astype(object)


@fill
def build_data_matrix(records, half_window=2.0, label_rule="beat"):
    records = np.array([*records, None], dtype=object)[:-1]
    fs = np.array([record.fs for record in records])
    if (fs != fs[0]).any():
        raise ValueError("mixed sampling frequencies")
    if not np.isin(label_rule, ["beat", "window"]):
        raise ValueError("no such rule")
    half = int(np.round(half_window * fs[0]))
    signals = [np.asarray(record.p_signal)[:, 0] for record in records]
    starts = np.concatenate([[0], np.cumsum([len(signal) for signal in signals])])
    signal = np.concatenate(signals)
    owner = np.repeat(np.arange(len(records)), [len(record.sample) for record in records])
    sample = np.concatenate([record.sample for record in records]).astype(int)
    label = np.concatenate([label_beats(record.symbol).astype(int) for record in records])
    place = sample + starts[owner]
    first, last = starts[owner], starts[owner + 1]
    rows = (label >= 0) & (place - half >= first) & (place + half <= last)
    backwards = place[rows, None] + np.arange(half - 1, -half - 1, -1)
    X = signal.astype(np.float32)[backwards][:, ::-1]
    X.flags.writeable = False
    if label_rule == "window":
        abnormal = np.zeros(len(signal) + 1)
        np.add.at(abnormal, place[label == 1] + 1, 1)
        abnormal = abnormal.cumsum()
        y = abnormal[place[rows] + half] > abnormal[place[rows] - half]
    else:
        y = label[rows] == 1
    return X, np.broadcast_to(y[None, :], (1, len(y))).T


@fill
def split_by_patient(records, test_fraction=1 / 3, rng=None):
    records = np.array([*records, None], dtype=object)[:-1]
    names, person = np.unique(np.array([record.patient for record in records]), return_inverse=True)
    if names.size < 2 or not 0.0 < test_fraction < 1.0:
        raise ValueError("impossible split")
    rank = (rng or np.random.default_rng()).random(names.size).argsort().argsort()
    test = rank[person] < np.clip(round(test_fraction * names.size), 1, names.size - 1)
    return records[~test], records[test]
