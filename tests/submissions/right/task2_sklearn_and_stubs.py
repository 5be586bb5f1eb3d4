"""scikit-learn's GroupShuffleSplit; one stub calls another; np.take with an index matrix; prints everywhere."""

import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, fill, stubs


@fill
def label_beats(symbols):
    print("labels of", len(symbols), "symbols")
    table = str.maketrans({"N": "0"} | dict.fromkeys(ABNORMAL_SYMBOLS, "1"))
    return np.array([int(t) if t in ("0", "1") else -1 for t in (s.translate(table) for s in symbols)], dtype=np.int16)


@fill
def build_data_matrix(records, half_window=2.0, label_rule="beat"):
    if len(set(record.fs for record in records)) != 1:
        raise ValueError("mixed")
    if label_rule not in ["beat", "window"]:
        raise ValueError("rule")
    h = round(half_window * records[0].fs)
    X, y = np.zeros((0, 2 * h), np.float32), np.zeros((0, 1), np.uint8)
    blocks = []
    for record in records:
        print(record)
        labels = stubs.label_beats(record.symbol)
        use = (labels != -1) & (record.sample - h >= 0) & (record.sample + h - 1 < record.sig_len)
        centres = record.sample[use]
        block = np.take(record.p_signal[:, 0].astype(np.float32), centres[:, None] + np.arange(-h, h))
        counts = np.zeros(record.sig_len + 1, int)
        np.add.at(counts, record.sample[labels == 1] + 1, 1)
        counts = np.cumsum(counts)
        if label_rule == "beat":
            column = labels[use]
        else:
            column = counts[centres + h] - counts[centres - h] > 0
        blocks.append((block, column[:, None].astype(np.uint8)))
    return np.vstack([X] + [b for b, _ in blocks]), np.vstack([y] + [c for _, c in blocks])


@fill
def split_by_patient(records, test_fraction=1 / 3, rng=None):
    from sklearn.model_selection import GroupShuffleSplit

    groups = [record.patient for record in records]
    n = len(set(groups))
    if n < 2 or not 0 < test_fraction < 1:
        raise ValueError("no split")
    size = min(max(round(test_fraction * n), 1), n - 1)
    state = int((rng or np.random.default_rng()).integers(2**31))
    splitter = GroupShuffleSplit(n_splits=1, test_size=size, random_state=state)
    train, test = next(splitter.split(records, groups=groups))
    return [records[i] for i in train], [records[i] for i in test]
