"""Tables with pandas; float64; y as bool."""

import numpy as np
import pandas as pd

from ecgkit import ABNORMAL_SYMBOLS, NORMAL_SYMBOL, fill

LABELS = pd.Series({**dict.fromkeys(ABNORMAL_SYMBOLS, 1), NORMAL_SYMBOL: 0})


@fill
def label_beats(symbols):
    return pd.Series(list(symbols), dtype=object).map(LABELS).fillna(-1).astype(int)


def table(record, h):
    frame = pd.DataFrame({"sample": record.sample, "symbol": list(record.symbol)})
    frame["label"] = label_beats(frame["symbol"])
    frame["fits"] = (frame["sample"] >= h) & (frame["sample"] + h <= record.sig_len)
    return frame


@fill
def build_data_matrix(records, half_window=2.0, label_rule="beat"):
    rates = pd.Series([record.fs for record in records])
    if rates.nunique() > 1 or label_rule not in {"beat", "window"}:
        raise ValueError("fs or label_rule")
    h = round(half_window * rates.iloc[0])
    blocks, labels = [np.empty((0, 2 * h))], [np.empty(0, bool)]
    for record in records:
        frame = table(record, h)
        rows = frame[frame["fits"] & (frame["label"] >= 0)]
        abnormal = frame.loc[frame["label"] == 1, "sample"]
        signal = pd.DataFrame(record.p_signal)[0].to_numpy()
        for sample, label in zip(rows["sample"], rows["label"]):
            blocks.append(signal[sample - h : sample + h][None])
            found = (
                label == 1 if label_rule == "beat" else abnormal.between(sample - h, sample + h, inclusive="left").any()
            )
            labels.append(np.array([found], dtype=bool))
    return np.concatenate(blocks), np.concatenate(labels)[:, None]


@fill
def split_by_patient(records, test_fraction=1 / 3, rng=None):
    people = pd.Series([record.patient for record in records], dtype=object)
    unique = people.drop_duplicates()
    if not 0 < test_fraction < 1 or len(unique) < 2:
        raise ValueError("cannot be split")
    tested = unique.sample(int(np.clip(round(test_fraction * len(unique)), 1, len(unique) - 1)), random_state=rng)
    is_test = people.isin(tested)
    return [r for r, t in zip(records, is_test) if not t], [r for r, t in zip(records, is_test) if t]
