"""What checks demand of a result: lists become arrays only where that costs no more memory than came in."""

from __future__ import annotations

import numpy as np
import pytest

from autograder import expect
from autograder.failures import CheckFailed
from autograder.limits import LIMITS
from autograder.worker.frames import RecordName
from ecgkit.records import Record

#: Bytes of an ordinary result.
MOST = LIMITS.result_bytes
FEW = MOST // 4


@pytest.mark.parametrize(
    "value",
    [
        [*[np.zeros(MOST // 16, bool)] * 3, np.zeros(MOST // 16)],
        [[np.zeros(FEW, bool)] * 2, [np.zeros(FEW, bool), np.zeros(FEW, np.float16)]],
        ["x" * 30_000, *[""] * 2000],
        [1, ["x" * 30_000] * 2],
        [np.zeros(3), {}],
        [np.zeros(3), None],
    ],
    ids=["one float64", "nested", "one long text", "texts in a list", "a dict", "None"],
)
def test_a_list_that_would_grow_becomes_no_array(value, monkeypatch):
    monkeypatch.setattr(np, "asarray", only_of_its_size(np.asarray))
    with pytest.raises(CheckFailed):
        expect.array(value, "X")


def only_of_its_size(asarray):
    def checked(value):
        result = asarray(value)
        assert result.nbytes <= MOST, "it grew"
        assert result.dtype.kind != "U"
        return result

    return checked


@pytest.mark.parametrize(
    "value",
    [
        [[1, 2.5], [True, 4]],
        [np.zeros(3, bool), np.ones(3)],
        (np.zeros(3, np.float32), [1, 2, 3]),
        [np.float32(1).item(), 2],
        5,
        [],
        [[], []],
    ],
    ids=str,
)
def test_lists_of_numbers_are_arrays(value):
    assert np.array_equal(expect.array(value, "X"), np.asarray(value))


def test_how_far_off_a_value_is_is_not_told_where_the_input_is_hidden():
    with pytest.raises(CheckFailed) as caught:
        expect.close(np.zeros(3), np.array([0, 0.123, 0]), "X")
    assert "0.123" in caught.value.message(visible=True)
    assert caught.value.message(visible=False) == "X: 1 of 3 values differ from the right ones."


def test_what_is_left_in_a_list_is_compared_by_name():
    record = Record.from_arrays("100", np.zeros((9, 1)), [4], ["N"])
    expect.unchanged([[record], ["N"]], [[RecordName("100")], ["N"]], "changed")
    for left in ([np.zeros(3)], [RecordName("101")], [], [None], [[1, 2]], [RecordName("100")] * 2, None, np.zeros(1)):
        with pytest.raises(CheckFailed, match="changed"):
            expect.unchanged([[record]], [left], "changed")
