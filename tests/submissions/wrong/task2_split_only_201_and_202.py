"""201 and 202 are kept together, other shared patients are not."""

# fails: no_patient_is_on_both_sides, share_of_the_patients
# says: A patient with several records is on both sides

import numpy as np

from ecgkit import fill


@fill
def split_by_patient(records, test_fraction=1 / 3, rng=None):
    def patient_of(record):
        return record.record_name.replace("202", "201")

    if not 0 < test_fraction < 1:
        raise ValueError("`test_fraction` must lie between 0 and 1.")
    patients = sorted({patient_of(record) for record in records})
    if len(patients) < 2:
        raise ValueError("There must be two patients or more.")
    rng = np.random.default_rng() if rng is None else rng
    count = min(max(round(test_fraction * len(patients)), 1), len(patients) - 1)
    chosen = rng.choice(patients, count, replace=False)
    train = [record for record in records if patient_of(record) not in chosen]
    test = [record for record in records if patient_of(record) in chosen]
    return train, test
