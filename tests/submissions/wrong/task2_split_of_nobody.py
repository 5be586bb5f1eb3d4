"""No record at all is split into nothing and nothing."""

# fails: splits_that_are_impossible
# says: of no patient at all

import numpy as np

from ecgkit import fill


@fill
def split_by_patient(records, test_fraction=1 / 3, rng=None):
    rng = rng or np.random.default_rng()
    patients = list(dict.fromkeys(record.patient for record in records))
    if len(patients) == 1 or not 0 < test_fraction < 1:
        raise ValueError("nothing to split")
    count = max(0, min(max(round(test_fraction * len(patients)), 1), len(patients) - 1))
    chosen = {patients[place] for place in rng.permutation(len(patients))[:count]}
    train = [record for record in records if record.patient not in chosen]
    return train, [record for record in records if record.patient in chosen]
