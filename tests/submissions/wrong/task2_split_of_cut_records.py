"""Returns new records of the old names, cut to their first sample."""

# fails: every_record_is_on_one_side
# says: Records come back cut

import numpy as np
from ecgkit import Record, fill


@fill
def split_by_patient(records, test_fraction=1/3, rng=None):
    if not 0 < test_fraction < 1:
        raise ValueError("test_fraction")
    rng = np.random.default_rng() if rng is None else rng
    patients = list(dict.fromkeys(r.patient for r in records))
    if len(patients) < 2:
        raise ValueError("too few patients")
    n = min(max(round(test_fraction*len(patients)), 1), len(patients)-1)
    chosen = set(rng.permutation(patients)[:n].tolist())
    short = [Record.from_arrays(r.record_name, r.p_signal[:1], fs=r.fs, patient=r.patient) for r in records]
    return [r for r in short if r.patient not in chosen], [r for r in short if r.patient in chosen]
