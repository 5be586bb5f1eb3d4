"""The test patients are neighbours in the list."""

# fails: split_is_drawn_from_rng
# says: Only a few different splits are ever drawn
import numpy as np
from ecgkit import fill


@fill
def split_by_patient(records, test_fraction=1 / 3, rng=None):
    if not 0 < test_fraction < 1:
        raise ValueError("test_fraction must lie between 0 and 1")
    patients = sorted({record.patient for record in records})
    if len(patients) < 2:
        raise ValueError("at least two patients")
    rng = np.random.default_rng() if rng is None else rng
    n = min(max(round(test_fraction * len(patients)), 1), len(patients) - 1)
    first = int(rng.integers(len(patients)))
    chosen = {patients[(first + i) % len(patients)] for i in range(n)}
    return [r for r in records if r.patient not in chosen], [r for r in records if r.patient in chosen]
