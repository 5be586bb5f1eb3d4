"""What `fills_from` takes from another notebook, and what it leaves."""

from __future__ import annotations

import json

import pytest

from ecgkit import NotFilled, contracts, stubs
from ecgkit.fills import fills_from

EVALUATE = """
THRESHOLD = 0.25
def both(y_true):
    return dict.fromkeys(("accuracy", "precision", "recall", "f1"), THRESHOLD + np.float64(len(y_true)) / 100)

@fill
def evaluate(y_true, y_prob):
    return both(y_true)
"""
USES = "@fill\ndef evaluate(y_true, y_prob):\n    return dict.fromkeys(('accuracy', 'precision', 'recall', 'f1'), np.float64({}))\n"
EMPTY = "@fill\ndef evaluate(y_true, y_prob):\n    # YOUR CODE HERE\n    raise NotImplementedError()\n"


@pytest.fixture(autouse=True)
def empty_stubs():
    contracts.clear()
    yield
    contracts.clear()


def write_notebook(path, *sources):
    """A notebook whose first cells are an import cell and a cell that must never run."""
    cells = [
        "%matplotlib inline\nimport numpy as np\nfrom ecgkit import fill",
        "raise SystemExit('a plot or a training ran')",
        *sources,
    ]
    text = [{"cell_type": "markdown", "metadata": {}, "source": ["def evaluate(y_true, y_prob): text only"]}]
    code = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": cell.splitlines(keepends=True)} for cell in cells
    ]
    path.write_text(json.dumps({"cells": text + code, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    return path


def test_fills_from_runs_definitions_and_nothing_else(tmp_path):
    notebook = write_notebook(tmp_path / "bilstm.ipynb", EVALUATE)
    (evaluate,) = fills_from(notebook, "evaluate")
    assert evaluate is stubs.evaluate
    assert stubs.evaluate([0, 1], [0.2, 0.7])["f1"] == pytest.approx(0.27)
    assert stubs.train.body is None


def test_fills_from_takes_only_the_named_fills(tmp_path):
    other = "@fill\ndef class_weights(y):\n    return {0: 1, 1: 1}\n"
    fills_from(write_notebook(tmp_path / "a.ipynb", other, EVALUATE), "evaluate")
    assert stubs.class_weights.body is None


def test_another_fill_that_is_called_by_its_name_is_that_of_this_notebook(tmp_path):
    other = "@fill\ndef class_weights(y):\n    return {0: 1, 1: 1}\n"
    fills_from(write_notebook(tmp_path / "a.ipynb", other, USES.format("class_weights(y_true)[1]")), "evaluate")
    with pytest.raises(NotFilled, match="class_weights"):
        stubs.evaluate([0], [0])


def test_fills_from_reads_the_percent_script_where_there_is_no_notebook(tmp_path):
    script = "# %%\nimport numpy as np\nfrom ecgkit import fill\n# %% [markdown]\n# text\n# %%\n" + EVALUATE
    (tmp_path / "bilstm.py").write_text(script)
    fills_from(tmp_path / "bilstm.ipynb", "evaluate")
    assert stubs.evaluate.body is not None


def test_fills_from_takes_the_last_of_two_fills(tmp_path):
    later = EVALUATE.replace("THRESHOLD +", "0.5 +")
    fills_from(write_notebook(tmp_path / "a.ipynb", EVALUATE, later), "evaluate")
    assert stubs.evaluate([0], [0])["f1"] == pytest.approx(0.51)


def test_an_empty_cell_below_replaces_nothing(tmp_path):
    fills_from(write_notebook(tmp_path / "a.ipynb", EVALUATE, EMPTY), "evaluate")
    assert stubs.evaluate([0], [0])["f1"] == pytest.approx(0.26)


@pytest.mark.parametrize("source", [EMPTY, "x = 1"])
def test_fills_from_says_what_to_do_when_the_stub_is_empty(tmp_path, source):
    notebook = write_notebook(tmp_path / "bilstm.ipynb", source)
    with pytest.raises(NotFilled, match=r"`evaluate` is not filled in bilstm\.ipynb yet\. It belongs to task 5"):
        fills_from(notebook, "evaluate")


def test_a_fill_may_be_a_call(tmp_path):
    plain = EVALUATE.replace("@fill\n", "")
    fills_from(write_notebook(tmp_path / "a.ipynb", plain, "import ecgkit\necgkit.fill(evaluate)"), "evaluate")
    assert stubs.evaluate([0], [0])["f1"] == pytest.approx(0.26)


def test_a_function_without_its_fill_is_said(tmp_path):
    notebook = write_notebook(tmp_path / "a.ipynb", EVALUATE.replace("@fill\n", ""))
    with pytest.raises(NotFilled, match=r"a\.ipynb defines `evaluate`, but does not fill it: write `@fill` above"):
        fills_from(notebook, "evaluate")


def test_a_fill_of_an_earlier_run_does_not_hide_that_this_notebook_has_none(tmp_path):
    fills_from(write_notebook(tmp_path / "a.ipynb", EVALUATE), "evaluate")
    fills_from(tmp_path / "a.ipynb", "evaluate")
    write_notebook(tmp_path / "a.ipynb", EVALUATE.replace("@fill\n", ""))
    with pytest.raises(NotFilled, match=r"a\.ipynb defines `evaluate`, but does not fill it"):
        fills_from(tmp_path / "a.ipynb", "evaluate")


def test_fills_from_says_what_to_do_without_the_notebook(tmp_path):
    with pytest.raises(NotFilled, match=r"`train` and `evaluate` should come from bilstm\.ipynb"):
        fills_from(tmp_path / "bilstm.ipynb", "train", "evaluate")
    with pytest.raises(ValueError, match="Received evalute"):
        fills_from(tmp_path / "bilstm.ipynb", "evalute")


@pytest.mark.parametrize(
    ("made", "used"),
    [
        ("take = np.float64\nhalf = take(0.5)", "half"),
        ("half: float = 0.5", "half"),
        ("try:\n    import a_package_that_is_not_there\nexcept ImportError:\n    half = 0.5", "half"),
        ("def made():\n    return LEAST / 2\nLEAST = 1.0\nhalf = made()", "half"),
        ("class Judge:\n    part = 0.5\n    def __call__(self):\n        return self.part\njudge = Judge()", "judge()"),
        ("from math import *", "floor(0.7) + cos(0) / 2"),
        ("settings = {}\nsettings['half'] = 0.5", "settings['half']"),
        ("halves = []\nfor half in (0.25, 0.5):\n    halves.append(half)", "halves[-1]"),
        ("class Settings: ...\nSettings.half = 0.5", "Settings.half"),
        ("files = !ls\nhalf = 0.5", "half"),
        ("%%time\nif True:\n    !pip install wfdb\nhalf = 0.5", "half"),
        ("%time half = 0.5", "half"),
    ],
)
def test_what_a_fill_uses_is_made(tmp_path, made, used):
    fills_from(write_notebook(tmp_path / "a.ipynb", made, USES.format(used)), "evaluate")
    assert stubs.evaluate([0], [0])["f1"] == 0.5


@pytest.mark.parametrize(
    "work",
    [
        "y_true = open_database().record('100')",
        "import a_package_that_is_not_there",
        "def draw():\n    return a\nfig = draw()",
        "for epoch in range(10**12):\n    history = epoch",
        "result = await something()",
        "np.seterr('an error')",
        "stubs.train(model)",
        "from ecgkit import stubs\nstubs.train.body = 1",
    ],
)
def test_what_a_fill_does_not_use_is_not_run(tmp_path, work):
    """A parameter of the same name is no use."""
    fills_from(write_notebook(tmp_path / "a.ipynb", work, USES.format("len(y_true) / 2")), "evaluate")
    assert stubs.evaluate([0], [0])["f1"] == 0.5


def test_a_line_that_stops_is_named(tmp_path):
    notebook = write_notebook(tmp_path / "bilstm.ipynb", "half = open('weights.json').read()", USES.format("half"))
    with pytest.raises(NotFilled) as stopped:
        fills_from(notebook, "evaluate")
    assert (
        "`evaluate` cannot be taken from bilstm.ipynb, whose line `half = open('weights.json').read()` is needed"
        in str(stopped.value)
    )
    assert "FileNotFoundError" in str(stopped.value)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"nbformat": 4}', '{"cells": [{"cell_type": "code"}]}'])
def test_a_notebook_that_cannot_be_read_is_named(tmp_path, text):
    (tmp_path / "bilstm.ipynb").write_text(text)
    with pytest.raises(NotFilled, match=r"bilstm\.ipynb cannot be read as a notebook \("):
        fills_from(tmp_path / "bilstm.ipynb", "evaluate")


def test_a_fill_in_a_cell_that_is_no_python_is_said(tmp_path):
    notebook = write_notebook(tmp_path / "bilstm.ipynb", EVALUATE + "print(1\n")
    with pytest.raises(NotFilled, match=r"The cell of bilstm\.ipynb that defines `evaluate` is not valid Python"):
        fills_from(notebook, "evaluate")


def test_a_notebook_saved_on_windows_is_read(tmp_path):
    cell = "import numpy as np\r\nnp.array?\r\n!echo \\\r\n  more\r\n" + EVALUATE.replace("\n", "\r\n")
    notebook = write_notebook(tmp_path / "a.ipynb", cell)
    notebook.write_bytes(b"\xef\xbb\xbf" + notebook.read_bytes())
    fills_from(notebook, "evaluate")
    assert stubs.evaluate([0, 1], [0.2, 0.7])["f1"] == pytest.approx(0.27)
    script = tmp_path / "b.py"
    script.write_bytes("# gr\xfc\xdfe".encode("cp1252"))
    with pytest.raises(NotFilled, match="cannot be read as a notebook"):
        fills_from(script, "evaluate")
