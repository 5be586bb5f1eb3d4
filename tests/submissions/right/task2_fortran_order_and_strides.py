"""X in Fortran order, y a strided view of int64; np.vectorize; two passes."""

import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, fill


def code(symbol):
    return {"N": 0}.get(symbol, 1 if symbol in ABNORMAL_SYMBOLS else -1)


@fill
def label_beats(symbols):
    symbols = np.array(list(symbols), dtype="<U2")
    return np.vectorize(code, otypes=[np.int64])(symbols)


@fill
def build_data_matrix(records, half_window=2.0, label_rule="beat"):
    rates = np.unique([record.fs for record in records])
    if len(rates) != 1:
        raise ValueError("The sampling frequencies differ.")
    if label_rule not in ("beat", "window"):
        raise ValueError("Unknown rule.")
    h = int(np.rint(half_window * rates[0]))
    wanted = []
    for number, record in enumerate(records):
        labels = label_beats(record.symbol)
        for sample, label in zip(record.sample, labels):
            if label != -1 and h <= sample <= record.sig_len - h:
                wanted.append((number, sample, label))
    X = np.zeros((len(wanted), 2 * h), dtype=np.float64, order="F")
    y = np.zeros((len(wanted), 3), dtype=np.int64)
    for row, (number, sample, label) in enumerate(wanted):
        record = records[number]
        X[row] = record.p_signal.T[0][sample - h : sample + h]
        if label_rule == "window":
            near = np.abs(record.sample - sample + 0.5) < h
            label = int(any(code(symbol) == 1 for symbol in np.array(record.symbol)[near]))
        y[row, 1] = label
    return X, y[:, 1:2]


@fill
def split_by_patient(records, test_fraction=1 / 3, rng=None):
    patients, inverse = np.unique([record.patient for record in records], return_inverse=True)
    if len(patients) < 2 or not (test_fraction > 0 and test_fraction < 1):
        raise ValueError("The records cannot be split.")
    rng = np.random.default_rng(rng)
    keys = rng.random(len(patients))
    count = int(min(max(round(test_fraction * len(patients)), 1), len(patients) - 1))
    is_test = np.argsort(np.argsort(keys)) < count
    every = np.empty(len(records), dtype=object)
    every[:] = records
    return every[~is_test[inverse]], every[is_test[inverse]]
