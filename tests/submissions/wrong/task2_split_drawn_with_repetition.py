"""A patient may be drawn twice, so that the test side has too few."""

# fails: share_of_the_patients
# says: changes from seed to seed

import numpy as np

from ecgkit import fill


@fill
def split_by_patient(records, test_fraction=1 / 3, rng=None):
    if not 0 < test_fraction < 1:
        raise ValueError("`test_fraction` must lie between 0 and 1.")
    patients = sorted({record.patient for record in records})
    if len(patients) < 2:
        raise ValueError("At least two patients are needed.")
    rng = np.random.default_rng() if rng is None else rng
    count = min(max(round(test_fraction * len(patients)), 1), len(patients) - 1)
    drawn = set(rng.choice(patients, count))
    train = [record for record in records if record.patient not in drawn]
    return train, [record for record in records if record.patient in drawn]
