"""Checks of task 2: a split that keeps each patient on one side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ecgkit.records import Record

from . import expect
from .checks import check
from .failures import CallFailed, CheckFailed
from .grading_data import GradingData
from .ramps import ramp
from .submission import Submission
from .worker import frames


def sides(
    submission: Submission, records: Sequence[Record], *, seed: int | None = 0, **options: Any
) -> tuple[list[str], list[str]]:
    """Names of the records on the train side and on the test side; without `rng` if the seed is None."""
    if seed is not None:
        options["rng"] = frames.Rng(seed)
    train, test = records_of(submission.call("split_by_patient", list(records), **options))
    names = [record.record_name for record in train], [record.record_name for record in test]
    strange = {*names[0], *names[1]} - {record.record_name for record in records}
    expect.is_true(not strange, "A record that did not come in stands on a side of the split.")
    return names


def records_of(result: Any) -> tuple[list[frames.RecordName], list[frames.RecordName]]:
    """The records of both sides.

    Raises:
        CheckFailed: these are no two lists of records.
    """
    if not isinstance(result, list | tuple) or len(result) != 2:
        raise CheckFailed("Return two lists: `return train, test`.", got=expect.summary(result))
    if any(isinstance(item, str) for side in result if isinstance(side, list | tuple) for item in side):
        raise CheckFailed("Return the records themselves, not their names.", got=expect.summary(result))
    for side in result:
        is_list = isinstance(side, list | tuple) and all(isinstance(item, frames.RecordName) for item in side)
        expect.is_true(is_list, "Each side of the split must be a list of records.", got=expect.summary(side))
    return result[0], result[1]


#: Samples and annotations of a record of `people`.
_SIZE = (10, 2)


def people(**patient_of: str | None) -> list[Record]:
    """Short records by name (`r100=None`), with the patient each comes from."""
    sig_len, annotations = _SIZE
    beats = [(place, "N") for place in range(annotations)]
    return [ramp(sig_len, beats, name=name.removeprefix("r"), patient=patient) for name, patient in patient_of.items()]


def patients_of(names: Sequence[str], records: Sequence[Record]) -> set[str]:
    """Whom the named records come from."""
    return {record.patient for record in records if record.record_name in names}


@check(
    "split_by_patient",
    points=1,
    visible=True,
    hint="Put each record on one side: test if its patient was drawn, train if not.",
)
def test_every_record_is_on_one_side(submission: Submission, data: GradingData) -> None:
    """`split_by_patient` puts every record on exactly one side, and neither side is empty."""
    records = people(r100=None, r101=None, r103=None, r105=None, r106=None, r107=None)
    train, test = sides(submission, records)
    expect.is_true(
        not set(train) & set(test), "A record is on both sides of the split.", got=sorted(set(train) & set(test))
    )
    missing = {record.record_name for record in records} - {*train, *test}
    expect.is_true(not missing, "Some records are on neither side.", got=f"missing: {sorted(missing)}")
    expect.is_true(len(train) + len(test) == 6, "Some records are on one side more than once.", got=f"{train}, {test}")
    expect.is_true(train and test, "One side of the split is empty.", got=f"{train}, {test}")
    problem = "The sides are swapped: train comes first, and test gets a third of the patients."
    expect.is_true((len(train), len(test)) != (2, 4), problem, got=f"{train}, {test}")
    result, afterwards = submission.call("split_by_patient", records, rng=frames.Rng(0), with_arguments=True)
    is_whole = all((record.sig_len, record.annotations) == _SIZE for side in records_of(result) for record in side)
    expect.is_true(is_whole, "Records come back cut, or without their annotations: return those that came in.")
    problem = "`split_by_patient` changed the list of records that came in: shuffle a copy, or draw patients."
    expect.unchanged([records], afterwards, problem)


@check(
    "split_by_patient",
    points=1,
    visible=True,
    hint="Draw patients, not records: record.patient is the same for 201 and 202.",
)
def test_records_201_and_202_stay_together(submission: Submission, data: GradingData) -> None:
    """Records 201 and 202 come from one person and stay on the same side."""
    records = people(r100=None, r200=None, r201=None, r202=None, r203=None, r205=None)
    for seed in range(10):
        train, test = sides(submission, records, seed=seed, test_fraction=0.5)
        expect.is_true(train and test, "One side of the split is empty.")
        problem = "Records 201 and 202 are on different sides: they come from one person."
        pair = {"201", "202"}
        expect.is_true(
            not (pair & set(train) and pair & set(test)), problem, got=f"train {train}, test {test}, seed {seed}"
        )
        no_record_is_lost(submission, records, train, test)


@check("split_by_patient", points=0.5, hint="Do not single out 201 and 202: group all records by record.patient.")
def test_no_patient_is_on_both_sides(submission: Submission, data: GradingData) -> None:
    """No patient is on both sides, also where other records share one."""
    rng = data.rng("shared patients")
    for seed in rng.integers(1000, size=6).tolist():
        names = [f"r{number}" for number in rng.permutation(range(300, 312))]
        records = people(**{name: f"person {place % 5}" for place, name in enumerate(names)})
        problem = "A patient with several records is on both sides of the split."
        patients_stay_apart(submission, records, problem, seed=seed, test_fraction=0.4)
    # As many as the database holds, two of each patient.
    records = people(**{f"r{number}": f"person {number // 2}" for number in rng.permutation(range(300, 348)).tolist()})
    for seed in rng.integers(1000, size=3).tolist():
        problem = "With many records, a patient is on both sides of the split."
        patients_stay_apart(submission, records, problem, seed=seed)


def patients_stay_apart(submission: Submission, records: Sequence[Record], problem: str, **options: Any) -> None:
    """Each patient's records are on one side, and both sides hold some."""
    train, test = sides(submission, records, **options)
    expect.is_true(train and test, "One side of the split is empty.")
    expect.is_true(not patients_of(train, records) & patients_of(test, records), problem)
    no_record_is_lost(submission, records, train, test)


def no_record_is_lost(
    submission: Submission, records: Sequence[Record], train: Sequence[str], test: Sequence[str]
) -> None:
    """No record is lost where patients have several, if none is where each has one: that is another check's affair.

    Who loses so many that hardly a patient is whole has not shown that patients stay together.
    """
    missing = {record.record_name for record in records} - {*train, *test}
    if missing:
        singles = people(r100=None, r101=None, r103=None, r105=None)
        if 2 * len(missing) < len(records) and sum(map(len, sides(submission, singles))) < len(singles):
            return
    problem = "The second record of a patient is on neither side: a dict by patient keeps one record of each."
    expect.is_true(not missing, problem, got=f"missing: {sorted(missing)[:5]}")


@check(
    "split_by_patient", points=0.5, hint="round(test_fraction * number of patients), at least 1 and at most all but 1."
)
def test_share_of_the_patients(submission: Submission, data: GradingData) -> None:
    """The test side gets `test_fraction` of the patients, rounded, and at least one is on either side."""
    rng = data.rng("shares")
    for count, fraction, wanted in ((12, 0.25, 3), (10, 1 / 3, 3), (11, 0.7, 8), (4, 0.02, 1), (4, 0.98, 3)):
        names = [f"r{number}" for number in rng.permutation(range(300, 300 + count))]
        records = people(**dict.fromkeys(names))
        _train, test = sides(submission, records, seed=int(rng.integers(1000)), test_fraction=fraction)
        found = len(patients_of(test, records))
        expect.is_true(
            found != count - wanted or found == wanted,
            "`test_fraction` is the share of the test side, not of the train side.",
        )
        expect.is_true(
            0 < found < count, "At least one patient must be on either side, however small or large `test_fraction` is."
        )
        if found != wanted:
            always_as_many(submission, records, fraction, found)
        expect.is_true(
            found == wanted, "The test side does not hold the share `test_fraction` of the patients, rounded."
        )
    # One patient with nine records, three with one.
    records = people(**{f"r{number}": "many" if number < 309 else None for number in range(300, 312)})
    tested = [patients_of(sides(submission, records, seed=seed, test_fraction=0.5)[1], records) for seed in range(4)]
    problem = "`test_fraction` is the share of the patients, not of the records."
    # If that patient never comes to the test side, another check says so.
    is_judged = any("many" in patients for patients in tested)
    expect.is_true(not is_judged or all(len(patients) == 2 for patients in tested), problem)


def always_as_many(submission: Submission, records: Sequence[Record], fraction: float, found: int) -> None:
    """The number of test patients does not hang on the draw."""
    others = {
        len(patients_of(sides(submission, records, seed=seed, test_fraction=fraction)[1], records)) for seed in range(4)
    }
    varies = "The number of test patients changes from seed to seed: is one drawn twice (`replace=False`), or each by chance?"
    expect.is_true(others == {found}, varies)


@check("split_by_patient", points=0.5, hint="Draw the patients from `rng`, for example with rng.permutation(patients).")
def test_split_is_drawn_from_rng(submission: Submission, data: GradingData) -> None:
    """The same seed gives the same split, other seeds and no `rng` give others, and every patient can be drawn."""
    records = people(**dict.fromkeys([f"r{number}" for number in range(300, 308)]))
    # So many draws that an even choice of half the patients leaves none out: once in 100 million runs.
    some = data.rng("seeds of the split").permutation(1000)[:30].tolist()
    splits = [sides(submission, records, seed=seed, test_fraction=0.5) for seed in some]
    again = [sides(submission, records, seed=seed, test_fraction=0.5) for seed in some[:5]]
    expect.is_true(splits[:5] == again, "The same seed gave two different splits: draw everything from `rng`.")
    tested = [frozenset(test) for _, test in splits]
    expect.is_true(len(set(tested)) > 1, "Different seeds gave the same split: draw the patients from `rng`.")
    missing = " ".join(record.record_name for record in records if record.record_name not in frozenset.union(*tested))
    named = {
        "300": "The first patient never comes to the test side: draw from all of them.",
        "307": "The last patient never comes to the test side: draw from all of them.",
    }
    problem = "Some patients never come to the test side: draw from all of them."
    expect.is_true(not missing, named.get(missing, problem))
    always = frozenset.intersection(*tested)
    expect.is_true(not always, "Some patients come to the test side always: draw from all of them.")
    # Of 70 that there are, 30 even draws give some 25.
    problem = (
        "Only a few different splits are ever drawn: draw the patients of the test side from all of them, one by one."
    )
    expect.is_true(len(set(tested)) >= 12, problem)
    # One of five patients has four of the eight records.
    records = people(**{f"r{number}": "many" if number < 304 else None for number in range(300, 308)})
    drawn = (patients_of(sides(submission, records, seed=seed, test_fraction=0.4)[1], records) for seed in some)
    problem = "A patient with several records never comes to the test side: each patient is as likely as any other."
    expect.is_true(any("many" in patients for patients in drawn), problem)
    # One of four patients has 19 of 22 records: who draws patients tests it some 8 times of 30, and 20 times once in a million
    # gradings; who draws records and takes their patients does so some 26 times.
    records = people(**{f"r{number}": "many" if number < 319 else None for number in range(300, 322)})
    splits = [sides(submission, records, seed=seed, test_fraction=0.25) for seed in some]
    times = sum("many" in patients_of(test, records) for _, test in splits)
    # Whether a patient's records stay together, and how many patients are tested, is judged elsewhere.
    is_judged = all(
        len(patients_of(test, records)) == 1 and patients_of(train, records).isdisjoint(patients_of(test, records))
        for train, test in splits
    )
    problem = (
        "A patient with several records comes to the test side more often: each patient is as likely as any other."
    )
    expect.is_true(times < 20 or not is_judged, problem)
    hangs_on_no_set(submission, some)
    without_rng(submission)


def twelve_people(start: int) -> list[Record]:
    """Records that are called by twelve numbers in a row, each of a patient of its own."""
    return people(**dict.fromkeys([f"r{start + place}" for place in range(12)]))


def hangs_on_no_set(submission: Submission, some: Sequence[int]) -> None:
    """With the same seed, patients of other names in the same order are split in the same places.

    Not if they are taken from a set: the order of its texts is another one for other texts, and in each session of Python.
    """
    problem = (
        "The patients are drawn from a set, whose order is another one in each session (or by a hash of their names): the same "
        "seed gives another split tomorrow. Sort them first, or keep their order with `dict.fromkeys`."
    )
    starts = (300, 400)
    groups = [twelve_people(start) for start in starts]
    for seed in some[:5]:
        places = [
            sorted(int(name) - start for name in sides(submission, records, seed=seed)[1])
            for start, records in zip(starts, groups, strict=True)
        ]
        expect.is_true(places[0] == places[1], problem)


def without_rng(submission: Submission) -> None:
    """Without `rng`, each call draws another split; twelve patients have so many that six calls never draw one alone."""
    records = twelve_people(500)
    try:
        tested = {tuple(sorted(sides(submission, records, seed=None)[1])) for _ in range(6)}
    except CallFailed as error:
        if error.kind != "raised":
            raise
        problem = "Without `rng` the split stops with an exception: use `np.random.default_rng()` if it is None."
        raise CheckFailed(problem, got=error.text) from None
    problem = "Without `rng` every call gave the same split: use `np.random.default_rng()` without a seed."
    expect.is_true(len(tested) > 1, problem)


@check("split_by_patient", points=0.5, hint="Check both before you draw, and raise ValueError(...) with a sentence.")
def test_splits_that_are_impossible(submission: Submission, data: GradingData) -> None:
    """Fewer than two patients, or a `test_fraction` that is not between 0 and 1, raise ValueError."""
    # What refuses everything has not shown that it refuses this.
    several = people(r100=None, r101=None, r103=None)
    submission.call("split_by_patient", several, rng=frames.Rng(0))
    two_are_split(submission)
    for few, whose in ((people(r201=None, r202=None), "of a single patient"), ([], "of no patient at all")):
        problem = f"Records {whose} cannot be split: raise ValueError."
        expect.raises(lambda few=few: sides(submission, few), "ValueError", problem)
    for fraction in (0, 1, -0.2, 1.5):
        problem = "A `test_fraction` that is not between 0 and 1 must raise ValueError, and so must 0 and 1 themselves."
        expect.raises(
            lambda fraction=fraction: sides(submission, several, test_fraction=fraction), "ValueError", problem
        )


def two_are_split(submission: Submission) -> None:
    """Two patients are not too few; what becomes of them is judged elsewhere."""
    try:
        submission.call("split_by_patient", people(r100=None, r101=None), rng=frames.Rng(0))
    except CallFailed as error:
        if error.kind != "raised":
            raise
        problem = "Two patients are refused: they can be split, one to each side."
        raise CheckFailed(problem, got=error.text) from None
