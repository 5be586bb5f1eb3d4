"""Whatever a stub returns, each check judges it: no result makes a check crash, and nothing that is no answer passes."""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from autograder import in_notebook, oracles
from autograder.checks import all_checks
from autograder.failures import CheckFailed
from autograder.grading_data import GradingData
from autograder.in_notebook import NotebookSubmission
from autograder.isolation import ROOT
from autograder.worker import frames
from ecgkit import contracts
from ecgkit.contracts import STUBS
from ecgkit.fills import fills_from
from ecgkit.symbols import MEANINGS

#: The stubs that return numbers.
NUMBERS = (
    "build_data_matrix", "class_distribution", "class_weights", "evaluate", "gru_step", "label_beats", "spectrogram",
    "split_by_patient", "standardize",
)  # fmt: skip

#: Those that draw.
DRAWINGS = ("plot_abnormal_beat", "plot_random_segment", "plot_distribution")
#: Checks that train for a minute.
SLOW = ("class_weights_change_the_training", "epochs_and_batch_size_are_respected")


def axes(lines: list, bars: np.ndarray) -> frames.AxesData:
    return frames.AxesData(
        "", "Time (s)", "mV", lines, bars, [], np.array([[0.0, 10.0], [-1.0, 90.0]]), "linear", "linear"
    )


NAN = np.full(3600, np.nan)
NO_BARS = np.zeros((0, 4))
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
    axes([[np.zeros(0), np.zeros(0)]], NO_BARS), axes([[NAN, NAN]], np.full((2, 4), np.nan)), axes([[np.zeros(1), np.zeros(1)]], np.full((2, 4), np.inf)),
    {0: float("nan"), 1: float("nan")}, {"0": "a", "1": []}, {None: 1, 0: {}, 1: ()}, {0: 1, "0": 2, 1.0: 3}, frames.RecordName("x"),
    dict.fromkeys(METRICS, float("nan")), {name: [1, "a"] for name in METRICS}, frames.ModelData(-1, []), (np.zeros((2, 3)),) * 3,
    (np.zeros((3_000_000, 2), np.int8), np.zeros((3_000_000, 1), np.int8)),
]  # fmt: skip


class Returns:
    """A submission whose every stub returns the same."""

    def __init__(self, value: object) -> None:
        self.value = value

    def call(self, stub_name, *args, with_arguments=False, then=None, **kwargs):
        return [self.value, list(args)] if with_arguments else self.value if then is None else [self.value, self.value]

    def inspect(self, model, input_shape):
        raise CheckFailed("A model of 0 layers cannot be graded.")

    def predict(self, model, X):
        return np.full((len(X), 1), np.nan)

    def make_model(self, *args, **kwargs):
        return frames.ModelData(0, [])


class Recast(NotebookSubmission):
    """The reference, each of whose arrays and numbers comes back in another form."""

    def __init__(self, form: Callable[[np.ndarray], object]) -> None:
        super().__init__()
        self.form = form

    def call(self, stub_name, *args, with_arguments=False, **kwargs):
        value = super().call(stub_name, *args, with_arguments=with_arguments, **kwargs)
        return [self._recast(value[0]), value[1]] if with_arguments else self._recast(value)

    def _recast(self, value):
        if isinstance(value, np.ndarray) or type(value) in (int, float):
            return self.form(np.asarray(value))
        if isinstance(value, list | tuple):
            return type(value)(map(self._recast, value))
        return {key: self._recast(item) for key, item in value.items()} if isinstance(value, dict) else value


class Recorded(NotebookSubmission):
    """The reference, with a note of what each of its methods gave: (method, what it gave, what was asked for beside the result)."""

    def __init__(self) -> None:
        super().__init__()
        self.log: list[tuple[str, object, str]] = []

    def _noted(self, method, value, beside=""):
        self.log.append((method, copy.deepcopy(value), beside))
        return value

    def call(self, *args, with_arguments=False, then=None, **kwargs):
        value = super().call(*args, with_arguments=with_arguments, then=then, **kwargs)
        return self._noted("call", value, "arguments" if with_arguments else "" if then is None else "second result")

    def predict(self, model, X):
        return self._noted("predict", super().predict(model, X))

    def make_model(self, *args, **kwargs):
        return self._noted("make_model", super().make_model(*args, **kwargs))


class Replayed:
    """The same again, with another result in the place of one."""

    def __init__(self, log: list[tuple[str, object, str]], place: int, other: object) -> None:
        self.last_call = ""
        self._log = [*log[:place], ("call", other, ""), *log[place + 1 :]]

    def _next(self, method):
        while self._log:
            name, value, _ = self._log.pop(0)
            if name == method:
                return copy.deepcopy(value)
        raise CheckFailed("The check went another way.")

    def call(self, *args, **kwargs):
        return self._next("call")

    def predict(self, model, X):
        y_prob = self._next("predict")
        return y_prob if len(y_prob) == len(X) else np.full((len(X), 1), np.nan)

    def make_model(self, *args, **kwargs):
        return self._next("make_model")


def others(value: object, beside: str, strange: object) -> Iterator[object]:
    """A result of a call with `strange` in the place of all of it, of one of its parts, and of an argument after the call."""
    if beside:
        result, rest = value
        yield [strange, rest]
        if beside == "second result":
            yield [result, strange]
            return
        for place, argument in enumerate(rest):
            items = [strange] * len(argument) if isinstance(argument, list) else strange
            for changed in (strange, items):
                yield [result, [*rest[:place], changed, *rest[place + 1 :]]]
        return
    yield strange
    if isinstance(value, list | tuple):
        for place in range(min(len(value), 4)):
            yield type(value)([*value[:place], strange, *value[place + 1 :]])
    if isinstance(value, dict):
        for name in list(value)[:2]:
            yield {**value, name: strange}
            yield {key: item for key, item in value.items() if key != name}


FORMS: dict[str, Callable[[np.ndarray], object]] = {
    "bool": lambda array: array.astype(bool),
    "int8": lambda array: array.astype(np.int8),
    "float16": lambda array: array.astype(np.float16),
    "list": lambda array: array.tolist(),
    "infinite": lambda array: np.full(array.shape, np.inf),
    "huge": lambda array: np.full(array.shape, 1e300),
    "first": lambda array: array.reshape(-1)[0] if array.size else array,
    "one more axis": lambda array: array[None],
}


@pytest.fixture(scope="module")
def data():
    return GradingData("small", seed=7)


@pytest.fixture(scope="module")
def filled():
    """The reference of all but the networks."""
    for task in (1, 2, 3, 4, 5, 8):
        (script,) = (ROOT / "solutions").glob(f"task{task}_*/*.py")
        fills_from(script, *(name for name in (*NUMBERS, *DRAWINGS, "train") if STUBS[name].task == task))
    yield
    contracts.clear()


@pytest.mark.parametrize("check", all_checks(), ids=lambda check: check.id)
def test_no_result_makes_a_check_crash(check, data):
    for value in [*NOTHING, *STRANGE]:
        with contextlib.suppress(CheckFailed):
            check.function(Returns(value), data)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("form", FORMS)
def test_no_form_of_a_right_result_makes_a_check_crash(form, data, filled):
    submission = Recast(FORMS[form])
    for check in all_checks():
        if check.stub in NUMBERS:
            with contextlib.suppress(CheckFailed):
                check.function(submission, data)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize(
    "check",
    [
        pytest.param(check, id=check.id, marks=[pytest.mark.slow] if check.id in SLOW else [])
        for check in all_checks()
        if check.stub in (*NUMBERS, *DRAWINGS, "train")
    ],
)
def test_no_later_result_makes_a_check_crash(check, data, filled, monkeypatch):
    """Nor what a right answer leaves of its arguments."""
    monkeypatch.setattr(in_notebook, "_LABELS", {symbol: oracles.label_of(symbol) for symbol in MEANINGS})
    recorded = Recorded()
    check.function(recorded, data)
    calls = [place for place, (method, *_) in enumerate(recorded.log) if method == "call"]
    rng = np.random.default_rng(len(calls))
    values = [*NOTHING, *STRANGE]
    for place in [*calls[:2], *(rng.choice(calls[2:], 1) if calls[2:] else [])]:
        _, value, beside = recorded.log[place]
        for strange in rng.choice(len(values), 6, replace=False):
            for other in others(value, beside, values[strange]):
                with contextlib.suppress(CheckFailed):
                    check.function(Replayed(recorded.log, place, other), data)


@pytest.mark.parametrize("check", all_checks(), ids=lambda check: check.id)
def test_what_is_no_answer_passes_no_check(check, data):
    if check.id == "standardize_leaves_its_inputs_alone":
        pytest.skip("it judges the arguments after the call, not the result")
    for value in NOTHING:
        with pytest.raises(CheckFailed):
            check.function(Returns(value), data)
