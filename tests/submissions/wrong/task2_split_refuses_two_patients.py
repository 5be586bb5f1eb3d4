"""Two patients are refused, too: `< 3` in place of `< 2`."""

# fails: splits_that_are_impossible
# says: Two patients are refused: they can be split, one to each side.

import numpy as np

from ecgkit import fill


@fill
def split_by_patient(records, test_fraction=1 / 3, rng=None):
    patients = list(dict.fromkeys(record.patient for record in records))
    if len(patients) < 3 or not 0 < test_fraction < 1:
        raise ValueError("Two patients are too few, or the fraction is none.")
    rng = rng or np.random.default_rng()
    count = int(np.clip(round(test_fraction * len(patients)), 1, len(patients) - 1))
    chosen = {patients[place] for place in rng.permutation(len(patients))[:count]}
    sides = [], []
    for record in records:
        sides[record.patient in chosen].append(record)
    return sides
