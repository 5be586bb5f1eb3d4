"""Who is trained on and who is tested, under each protocol: by hand on made-up rows, and by count on the real recordings."""

from __future__ import annotations

import numpy as np
import pytest

from ecgkit import ABNORMAL_SYMBOLS
from ecgkit.database import TEST_RECORDS, TRAIN_RECORDS
from ecgkit.protocols import COURSE, HANDOUT, PROTOCOLS, RANDOM, parts_of
from ecgkit.training import VALIDATION_RECORDS

SYMBOLS = ("N", *ABNORMAL_SYMBOLS, "Q", "+", "~")


def every_symbol_of_every_record(times=1):
    """Each record has each symbol, and marks that are no beat of the course."""
    record = np.repeat([*TRAIN_RECORDS, *TEST_RECORDS], len(SYMBOLS) * times)
    return record, np.tile(SYMBOLS, len(record) // len(SYMBOLS))


@pytest.mark.parametrize("protocol", PROTOCOLS.values(), ids=lambda protocol: protocol.name)
def test_each_row_that_counts_is_in_one_group_and_no_other_row_in_any(protocol):
    record, symbol = every_symbol_of_every_record(times=10)
    parts = parts_of(protocol, record, symbol)
    groups = (parts.train, parts.validation, parts.test)
    rows = np.concatenate(groups)
    assert sorted(rows) == np.flatnonzero(np.isin(symbol, ("N", *protocol.abnormal))).tolist()
    assert all((np.diff(group) > 0).all() for group in groups)


@pytest.mark.parametrize("protocol", [COURSE, HANDOUT], ids=lambda protocol: protocol.name)
def test_no_patient_is_in_two_groups(protocol):
    record, symbol = every_symbol_of_every_record()
    parts = parts_of(protocol, record, symbol)
    assert set(record[parts.test]) == set(TEST_RECORDS)
    assert set(record[parts.validation]) == set(VALIDATION_RECORDS)
    assert set(record[parts.train]) == set(TRAIN_RECORDS) - set(VALIDATION_RECORDS)
    assert {"201", "202"} <= set(record[parts.train]), "201 and 202 are one patient"
    again = parts_of(protocol, record, symbol, seed=1)
    np.testing.assert_array_equal(again.train, parts.train)


def test_random_has_every_patient_in_each_group_in_the_shares_of_the_course_and_another_draw_a_seed():
    record, symbol = every_symbol_of_every_record(times=100)
    parts, again, other = (parts_of(RANDOM, record, symbol, seed=seed) for seed in (0, 0, 1))
    assert set(record[parts.train]) == set(record[parts.validation]) == set(record[parts.test]) == set(record)
    counted = sum(map(len, (parts.train, parts.validation, parts.test)))
    assert len(parts.test) / counted == pytest.approx(38954 / 109217, abs=0.01)
    assert len(parts.validation) / counted == pytest.approx(0.1, abs=0.01)
    np.testing.assert_array_equal(parts.test, again.test)
    assert not np.array_equal(parts.test, other.test)


def test_the_handout_counts_four_abnormal_symbols():
    record, symbol = every_symbol_of_every_record()
    assert set(symbol[parts_of(HANDOUT, record, symbol).test]) == set("NVAFS")


@pytest.mark.parametrize(
    ("protocol", "record", "symbol", "words"),
    [
        (COURSE, ["100", "212"], ["N"], r"\(2,\) and \(1,\)"),
        (COURSE, [["100"], ["212"]], [["N"], ["N"]], r"\(2, 1\)"),
        (COURSE, ["100", "212"], ["N", "N"], "Nothing is left for validation. Received 2 rows of 2 records"),
        (HANDOUT, ["100", "104", "212"], ["N", "/", "R"], "left for validation and test"),
        (RANDOM, [], [], "left for train and validation and test"),
    ],
)
def test_refusals_say_what_was_received(protocol, record, symbol, words):
    with pytest.raises(ValueError, match=words):
        parts_of(protocol, record, symbol)


def test_counts_on_the_real_recordings(mitdb):
    """The numbers of rows that the handout's own solution has, and those of the course."""
    from ecgkit import open_database

    database = open_database(mitdb, quiet=True)
    record, symbol = [], []
    for name in database.record_names:
        one = database.record(name)
        fits = (one.sample >= 720) & (one.sample + 720 <= one.sig_len)
        symbol += np.array(one.symbol)[fits].tolist()
        record += [name] * int(fits.sum())
    sizes = {name: parts_of(protocol, record, symbol) for name, protocol in PROTOCOLS.items()}
    learnt = {name: len(parts.train) + len(parts.validation) for name, parts in sizes.items()}
    assert (learnt["course"], len(sizes["course"].test)) == (70263, 38954)
    assert (learnt["handout"], len(sizes["handout"].test)) == (53935, 31407)
    assert learnt["random"] + len(sizes["random"].test) == 109217
