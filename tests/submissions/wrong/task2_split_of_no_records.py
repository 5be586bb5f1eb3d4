"""No records at all are split into two empty lists."""

# fails: splits_that_are_impossible
# says: No record at all

import numpy as np
from ecgkit import fill

@fill
def split_by_patient(records, test_fraction=1/3, rng=None):
    if not 0 < test_fraction < 1:
        raise ValueError("test_fraction")
    rng = np.random.default_rng() if rng is None else rng
    patients = list(dict.fromkeys(r.patient for r in records))
    if len(patients)==1:
        raise ValueError("too few patients")
    n = min(max(round(test_fraction*len(patients)), 1), len(patients)-1)
    chosen = set(rng.permutation(patients)[:n].tolist())
    test = [r for r in records if r.patient in chosen]
    train = [r for r in records if r.patient not in chosen]
    return train, test
