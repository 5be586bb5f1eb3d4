"""Whatever a stub returns, each check judges it: no result makes a check crash, and nothing that is no answer passes."""

from __future__ import annotations

import contextlib

import numpy as np
import pytest

from autograder.checks import all_checks
from autograder.failures import CheckFailed
from autograder.grading_data import GradingData
from autograder.worker import frames


def axes(lines: list, bars: np.ndarray) -> frames.AxesData:
    return frames.AxesData("", "Time (s)", "mV", lines, bars)


NAN = np.full(3600, np.nan)
NO_BARS = np.zeros((0, 2))
METRICS = ("accuracy", "precision", "recall", "f1", "loss", "val_loss")
#: No answer to anything.
NOTHING = [
    None,
    float("nan"),
    float("inf"),
    "text",
    {},
    frames.Unreadable("object"),
    frames.Handle(3),
    [[[[]]]],
    [[1], [2, 3]],
]
STRANGE = [
    True, [], (), 10**18, (None, None), (np.zeros((3, 5)), np.zeros((3, 1))), (np.zeros(()), np.zeros(())), ("a", "b"), ([], []),
    (np.zeros((0, 0)), np.zeros((0, 0))), (np.full((6, 1440), np.nan), np.full((6, 1), np.nan)), [1, "a", None], [2**62] * 3,
    ([frames.RecordName("x")], [frames.RecordName("x")]), np.zeros(()), np.zeros(0), np.zeros((1, 1, 1, 1, 0)), np.zeros(3, bool),
    np.full(3, np.inf, np.float16), np.full((2, 2), 2**64 - 1, np.uint64), np.full(7, -(2**63)), axes([], NO_BARS),
    axes([[np.zeros(0), np.zeros(0)]], NO_BARS), axes([[NAN, NAN]], np.full((2, 2), np.nan)), axes([[np.zeros(1), np.zeros(1)]], np.full((2, 2), np.inf)),
    {0: float("nan"), 1: float("nan")}, {"0": "a", "1": []}, {None: 1, 0: {}, 1: ()}, {0: 1, "0": 2, 1.0: 3}, frames.RecordName("x"),
    dict.fromkeys(METRICS, float("nan")), {name: [1, "a"] for name in METRICS}, frames.ModelData(-1, []), (np.zeros((2, 3)),) * 3,
    (np.zeros((3_000_000, 2), np.int8), np.zeros((3_000_000, 1), np.int8)),
]  # fmt: skip


class Returns:
    """A submission whose every stub returns the same."""

    def __init__(self, value: object) -> None:
        self.value = value

    def call(self, stub_name, *args, with_arguments=False, **kwargs):
        return [self.value, list(args)] if with_arguments else self.value

    def inspect(self, model, input_shape):
        raise CheckFailed("A model of 0 layers cannot be graded.")

    def predict(self, model, X):
        return np.full((len(X), 1), np.nan)

    def make_model(self, *args):
        return frames.ModelData(0, [])


@pytest.fixture(scope="module")
def data():
    return GradingData("small", seed=7)


@pytest.mark.parametrize("check", all_checks(), ids=lambda check: check.id)
def test_no_result_makes_a_check_crash(check, data):
    for value in [*NOTHING, *STRANGE]:
        with contextlib.suppress(CheckFailed):
            check.function(Returns(value), data)


@pytest.mark.parametrize("check", all_checks(), ids=lambda check: check.id)
def test_what_is_no_answer_passes_no_check(check, data):
    if check.id == "standardize_leaves_its_inputs_alone":
        pytest.skip("it judges the arguments after the call, not the result")
    for value in NOTHING:
        with pytest.raises(CheckFailed):
            check.function(Returns(value), data)
