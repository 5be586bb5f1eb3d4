"""Test comes first."""

# fails: every_record_is_on_one_side, share_of_the_patients
# says: The sides are swapped

import numpy as np

from ecgkit import fill


@fill
def split_by_patient(records, test_fraction=1 / 3, rng=None):
    if not 0 < test_fraction < 1:
        raise ValueError("`test_fraction` must lie between 0 and 1.")
    patients = sorted({record.patient for record in records})
    if len(patients) < 2:
        raise ValueError("There must be two patients or more.")
    rng = np.random.default_rng() if rng is None else rng
    count = min(max(round(test_fraction * len(patients)), 1), len(patients) - 1)
    chosen = rng.choice(patients, count, replace=False)
    train = [record for record in records if record.patient not in chosen]
    test = [record for record in records if record.patient in chosen]
    return test, train
