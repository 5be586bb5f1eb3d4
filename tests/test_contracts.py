"""Stubs and contracts: a wrong name, signature or result is caught where it happens, in words."""

from __future__ import annotations

import contextlib
from textwrap import indent
from types import SimpleNamespace

import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell

from autograder import check
from autograder.build import ROOT
from autograder.failures import CallFailed
from autograder.in_notebook import ChecksFailed, NotebookSubmission, run_visible_checks
from ecgkit import ContractError, FillError, NotFilled, fill, stubs
from ecgkit.contracts import STUBS, clear
from ecgkit.records import Record


@pytest.fixture(autouse=True)
def fresh_stubs():
    clear()
    yield
    clear()


def test_an_unfilled_stub_names_its_task_and_cell():
    with pytest.raises(NotFilled, match=r"task 2: .*`def label_beats\(symbols\)`"):
        stubs.label_beats(["N"])


def test_the_placeholder_of_an_untouched_cell_counts_as_not_filled():
    @fill
    def label_beats(symbols):
        raise NotImplementedError

    with pytest.raises(NotFilled, match="not filled yet"):
        stubs.label_beats(["N"])


def test_what_a_student_has_not_implemented_keeps_its_words():
    @fill
    def label_beats(symbols):
        raise NotImplementedError("only N for now")

    with pytest.raises(NotImplementedError, match="only N for now"):
        stubs.label_beats(["N"])


def test_what_is_left_of_the_placeholder_below_other_code_is_no_empty_stub():
    @fill
    def label_beats(symbols):
        labels = [0 for _ in symbols]
        raise NotImplementedError
        return labels

    with pytest.raises(NotImplementedError) as caught:
        stubs.label_beats(["N"])
    assert not isinstance(caught.value, NotFilled)


def test_a_function_without_its_fill_is_told_at_the_check(monkeypatch, capsys):
    def plain(symbols):
        return [0 for _ in symbols]

    @fill
    def label_beats(symbols):
        return [{"N": 0, "V": 1, "A": 1}.get(symbol, -1) for symbol in symbols]

    for defined, is_told in ((stubs.label_beats, False), (stubs.label_beats.body, False), (plain, True)):
        shell = SimpleNamespace(user_ns={"label_beats": defined})
        monkeypatch.setattr("IPython.get_ipython", lambda shell=shell: shell)
        run_visible_checks("label_beats")
        assert ("lacks its `@fill`" in capsys.readouterr().out) is is_told


def test_fill_refuses_an_unknown_name_and_suggests_the_nearest():
    with pytest.raises(FillError, match="Did you mean `label_beats`"):

        @fill
        def label_beat(symbols):
            return []


@pytest.mark.parametrize(
    "function",
    [
        "def build_data_matrix(records): pass",
        "def build_data_matrix(records, window=2.0, label_rule='beat'): pass",
        "def build_data_matrix(records, half_window=1.0, label_rule='beat'): pass",
        "def build_data_matrix(records, half_window, label_rule): pass",
        "def build_data_matrix(records, half_window=2.0, label_rule='beat', *, more): pass",
    ],
)
def test_fill_refuses_another_signature_and_shows_the_right_one(function):
    namespace = {}
    exec(function, namespace)
    with pytest.raises(FillError, match=r"must have the signature `def build_data_matrix\(records, half_window=2.0"):
        fill(namespace["build_data_matrix"])


@pytest.mark.parametrize(
    "function",
    [
        "def train(model, X, y, epochs=10, batch_size=128, class_weight=None, validation_data=None): pass",
        "def train(model, X, y, *, epochs=10, batch_size=128, class_weight=None, validation_data=None, verbose=0): pass",
        "def train(model, X, y, *, epochs=10, batch_size=128, class_weight=None, validation_data=None, **options): pass",
        "def train(model, X: 'array', y, *, epochs: int = 10, batch_size=128, class_weight=None, validation_data=None): pass",
    ],
)
def test_fill_accepts_what_can_be_called_the_same_way(function):
    namespace = {}
    exec(function, namespace)
    fill(namespace["train"])
    assert STUBS["train"].body is namespace["train"]


def filled(name: str, result):
    """Fill a stub with a function that returns `result`."""
    declared = STUBS[name]
    declared.body = lambda *args, **kwargs: result
    return declared


@pytest.mark.parametrize(
    ("name", "arguments", "result", "words"),
    [
        ("label_beats", (["N", "V"],), [0], r"2 symbols need 2 labels"),
        ("label_beats", (["N"],), [7], r"A label is 0"),
        ("build_data_matrix", ([],), np.zeros((3, 4)), r"Return two arrays"),
        (
            "build_data_matrix",
            ([],),
            (np.zeros((3, 720)), np.zeros((3, 1))),
            r"2 s before \+ 2 s after at 360 Hz is 1440",
        ),
        ("build_data_matrix", ([],), (np.zeros((3, 1440)), np.zeros(3)), r"shape \(3, 1\)"),
        ("build_data_matrix", ([],), (np.zeros((3, 1440)), np.full((3, 1), -1)), r"only 0 \(normal\) and 1"),
        ("build_data_matrix", ([],), (np.full((3, 1440), np.nan), np.zeros((3, 1))), r"NaN"),
        ("spectrogram", (np.zeros((2, 1440)),), np.zeros((2, 46, 33)), r"row, frequency, time"),
        ("spectrogram", (np.zeros((2, 1440)),), np.zeros((2, 33, 46), complex), r"np\.abs"),
        ("spectrogram", (np.zeros((2, 1440)),), -np.ones((2, 33, 46)), r"never negative"),
        ("standardize", (np.zeros((2, 3, 4)),), (np.zeros((2, 3)),), r"keeps the shape"),
        ("class_distribution", (np.zeros(3),), {0: 0.5, 1: 0.6}, r"add up to 1"),
        ("class_distribution", (np.zeros(3),), {0: np.nan, 1: np.nan}, r"add up to 1"),
        ("class_distribution", (np.zeros(3),), {"normal": 0.5, "abnormal": 0.5}, r"dict with the keys 0 and 1"),
        (
            "class_weights",
            (np.zeros(3),),
            {0: None, 1: 1},
            r"`class_weights` returned \{0: None, 1: 1\}, which is not what",
        ),
        ("label_beats", (["N", "V"],), [0, None], r"`label_beats` returned \[0, None\], which is not what"),
        ("split_by_patient", (["100"],), (["100"], []), r"the records themselves"),
        ("class_weights", (np.zeros(3),), [1, 2], r"dict with the keys 0 and 1"),
        ("evaluate", ([0], [0]), {"accuracy": 1}, r"accuracy, precision, recall, f1"),
        ("evaluate", ([0], [0]), {"accuracy": 2, "precision": 0, "recall": 0, "f1": 0}, r"between 0 and 1"),
        ("train", (None, None, None), 3, r"what `model.fit` returns"),
        ("build_cnn", ((33, 46),), 3, r"Return the Keras model"),
        ("gru_step", (None, np.zeros((2, 3)), []), np.zeros((3, 2)), r"shape of the old one, \(2, 3\)"),
        ("gru_step", (None, np.zeros((2, 3)), []), "h", r"array of numbers"),
        ("plot_random_segment", (None,), 3, r"Return the matplotlib Axes"),
    ],
)
def test_a_result_that_breaks_its_contract_is_named_at_the_call(name, arguments, result, words):
    with pytest.raises(ContractError, match=words):
        filled(name, result)(*arguments)


def test_a_record_that_stands_on_a_side_twice_breaks_the_contract():
    records = [Record.from_arrays(name, np.zeros((9, 2)), [], []) for name in "abc"]
    with pytest.raises(ContractError, match="more than once"):
        filled("split_by_patient", ([records[0], records[0]], [records[1]]))(records)


def test_a_patient_on_both_sides_breaks_the_contract():
    one, two = (Record.from_arrays(name, np.zeros((9, 1))) for name in ("201", "202"))
    with pytest.raises(ContractError, match="Patient 201 is on both sides"):
        filled("split_by_patient", ([one], [two]))([one, two])


def test_what_fits_the_contract_is_handed_on_in_its_own_types():
    X, y = filled("build_data_matrix", (np.ones((2, 1440)), [[0], [1]]))([])
    assert (X.dtype, X.shape, y.tolist()) == (np.float32, (2, 1440), [[0], [1]])


@pytest.mark.parametrize(
    ("cell", "line"),
    [
        ("stubs.label_beats(['N'])", "NotFilled: `label_beats` is not filled yet"),
        ("check('label_beats')", "ChecksFailed: 1 of 1 visible checks of `label_beats` did not pass"),
        ("checkpoints.load(3)", "CheckpointMissing: Task 3 has saved no checkpoint in"),
        ("open_database('nowhere')", "DatabaseError: The database must be a folder"),
    ],
)
def test_notebooks_show_the_message_without_a_traceback(cell, line, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("ECGKIT_CHECKPOINTS", str(tmp_path))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    shell = InteractiveShell()
    shell.run_cell("from autograder import check\nfrom ecgkit import checkpoints, open_database, stubs")
    shell.run_cell(cell)
    shown = capsys.readouterr().out.splitlines()
    assert shown[-1].startswith(line)
    assert not [part for part in shown if "Traceback" in part]


def test_a_check_in_a_notebook_says_what_is_missing_and_what_comes_later(capsys):
    with pytest.raises(ChecksFailed):
        run_visible_checks("label_beats")
    printed = capsys.readouterr().out
    assert "`label_beats` is not filled yet." in printed
    assert "points are checked after you submit" in printed


def test_what_an_answer_did_to_its_arguments_is_not_held_against_the_next(capsys):
    def steps(spoils):
        @fill
        def gru_step(x, h, weights):
            kernel, recurrent, bias = weights
            (xz, xr, xh), (hz, hr, hh) = np.split(x @ kernel + bias[0], 3, 1), np.split(h @ recurrent + bias[1], 3, 1)
            z, r = 1 / (1 + np.exp(-xz - hz)), 1 / (1 + np.exp(-xr - hr))
            if spoils:
                bias += 1
            return z * h + (1 - z) * np.tanh(xh + r * hh)

    for spoils in (True, False):
        steps(spoils)
        # The reference passes, whatever was called before.
        with contextlib.suppress(ChecksFailed):
            run_visible_checks("gru_step")
        printed = capsys.readouterr().out
    assert "failed" not in printed


def test_one_error_that_fails_several_checks_is_printed_once(capsys):
    @fill
    def spectrogram(X, fs=360, nperseg=64, noverlap=32):
        return X.no_such_attribute

    with pytest.raises(ChecksFailed):
        check(spectrogram)
    printed = capsys.readouterr().out
    assert printed.count("no attribute 'no_such_attribute'") == 1
    assert printed.count("The same as above.") == 2
    assert printed.count("Hint: ") == 3


@pytest.mark.parametrize(("lines", "shown"), [(0, 0), (3, 3), (40, 10)])
def test_what_a_function_prints_is_shown_up_to_its_tenth_line(capsys, lines, shown):
    @fill
    def label_beats(symbols):
        for number in range(lines):
            print(f"0 %\r100 %, line {number}")
        return [{"N": 0, "V": 1, "A": 1}.get(symbol, -1) for symbol in symbols]

    check("label_beats")
    printed = capsys.readouterr().out
    assert printed.count("100 %") == shown
    assert "0 %\r" not in printed
    assert ("... and 30 lines more that your function printed." in printed) is (lines == 40)
    assert "passed  1/1" in printed


def test_the_readme_shows_what_a_check_prints(capsys):
    @fill
    def label_beats(symbols):
        return np.array([0 if symbol == "N" else 1 for symbol in symbols])

    with pytest.raises(ChecksFailed):
        check("label_beats")
    assert indent(capsys.readouterr().out, "  ") in (ROOT / "README.md").read_text(encoding="utf-8")


def test_a_check_of_no_stub_names_the_nearest():
    with pytest.raises(ValueError, match=r"No check is about 'label_beat'\. Did you mean `label_beats`\?"):
        run_visible_checks("label_beat")


def test_an_answer_that_calls_an_unfilled_stub_names_it():
    @fill
    def class_weights(y):
        return stubs.class_distribution(y)

    with pytest.raises(CallFailed, match="`class_weights` calls `class_distribution`, which is not filled yet"):
        NotebookSubmission().call("class_weights", np.zeros(3))


def test_a_parameter_of_the_students_own_may_be_given():
    @fill
    def class_weights(y, *, scale=1.0):
        return {0: scale / 2, 1: scale / 2}

    assert stubs.class_weights([0, 1], scale=4.0) == {0: 2.0, 1: 2.0}
