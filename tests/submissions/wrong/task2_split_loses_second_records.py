"""A dict by patient keeps one record of each: the second record of a patient is on neither side."""

# fails: records_201_and_202_stay_together, no_patient_is_on_both_sides
# says: The second record of a patient is on neither side

import numpy as np

from ecgkit import fill


@fill
def split_by_patient(records, test_fraction=1 / 3, rng=None):
    if not 0 < test_fraction < 1:
        raise ValueError("`test_fraction` must lie between 0 and 1.")
    by_patient = {record.patient: record for record in records}
    if len(by_patient) < 2:
        raise ValueError("At least two patients are needed.")
    rng = np.random.default_rng() if rng is None else rng
    patients = sorted(by_patient)
    count = min(max(round(test_fraction * len(patients)), 1), len(patients) - 1)
    drawn = set(rng.permutation(patients)[:count])
    return [by_patient[p] for p in patients if p not in drawn], [by_patient[p] for p in patients if p in drawn]
