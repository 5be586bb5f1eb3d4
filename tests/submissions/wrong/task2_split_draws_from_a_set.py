"""The patients are drawn from a set, whose order is another one in each session."""

# fails: split_is_drawn_from_rng
# says: The patients are drawn from a set, whose order is another one in each session
import matplotlib.pyplot as plt
import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, MEANINGS, NORMAL_SYMBOL, fill, stubs


@fill
def split_by_patient(records, test_fraction=1 / 3, rng=None):
    rng = np.random.default_rng() if rng is None else rng
    if not 0 < test_fraction < 1:
        raise ValueError("f")
    p = list({r.patient for r in records})
    if len(p) < 2:
        raise ValueError("two")
    n = min(max(round(test_fraction * len(p)), 1), len(p) - 1)
    t = set(rng.choice(p, size=n, replace=False).tolist())
    return [r for r in records if r.patient not in t], [r for r in records if r.patient in t]
