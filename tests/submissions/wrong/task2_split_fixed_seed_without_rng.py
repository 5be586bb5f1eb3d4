"""Without `rng` the seed is always the same."""

# fails: split_is_drawn_from_rng
# says: Without `rng` every call gave the same split

import numpy as np

from ecgkit import fill


@fill
def split_by_patient(records, test_fraction=1 / 3, rng=None):
    if not 0 < test_fraction < 1:
        raise ValueError("`test_fraction` must lie between 0 and 1.")
    patients = sorted({record.patient for record in records})
    if len(patients) < 2:
        raise ValueError("There must be two patients or more.")
    rng = np.random.default_rng(0) if rng is None else rng
    count = min(max(round(test_fraction * len(patients)), 1), len(patients) - 1)
    chosen = rng.choice(patients, count, replace=False)
    train = [record for record in records if record.patient not in chosen]
    test = [record for record in records if record.patient in chosen]
    return train, test
