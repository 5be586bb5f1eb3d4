"""The first record against the second: no patient can be on both sides where nearly nobody is on either."""

# fails: every_record_is_on_one_side, records_201_and_202_stay_together, no_patient_is_on_both_sides, share_of_the_patients, split_is_drawn_from_rng, splits_that_are_impossible
# says: a dict by patient keeps one record of each
from ecgkit import fill


@fill
def split_by_patient(records, test_fraction=1 / 3, rng=None):
    return [records[0]], [records[1]]
