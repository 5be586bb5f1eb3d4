"""Records are drawn and their patients tested: who has many comes up more often."""

# fails: split_is_drawn_from_rng
# says: comes to the test side more often

import numpy as np

from ecgkit import fill


@fill
def split_by_patient(records, test_fraction=1 / 3, rng=None):
    rng = rng or np.random.default_rng()
    patients = list(dict.fromkeys(record.patient for record in records))
    if len(patients) < 2 or not 0 < test_fraction < 1:
        raise ValueError("nothing to split")
    count = min(max(round(test_fraction * len(patients)), 1), len(patients) - 1)
    chosen = []
    for place in rng.permutation(len(records)):
        if records[place].patient not in chosen and len(chosen) < count:
            chosen.append(records[place].patient)
    train = [record for record in records if record.patient not in chosen]
    return train, [record for record in records if record.patient in chosen]
