"""The list of records that came in is shuffled."""

# fails: every_record_is_on_one_side, split_is_drawn_from_rng
# says: `split_by_patient` changed the list of records that came in
import matplotlib.pyplot as plt
import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, MEANINGS, NORMAL_SYMBOL, fill, stubs


@fill
def split_by_patient(records, test_fraction=1 / 3, rng=None):
    rng = np.random.default_rng() if rng is None else rng
    if not 0 < test_fraction < 1:
        raise ValueError("f")
    p = list(dict.fromkeys(r.patient for r in records))
    if len(p) < 2:
        raise ValueError("two")
    n = min(max(round(test_fraction * len(p)), 1), len(p) - 1)
    t = (rng.shuffle(records), set(list(dict.fromkeys(r.patient for r in records))[:n]))[1]
    return [r for r in records if r.patient not in t], [r for r in records if r.patient in t]
