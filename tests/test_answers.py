"""Answers are found by content, whatever happened to the notebook; nothing else of it is run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from autograder.answers import find_answers
from autograder.notebook import SubmissionError, read_source, without_magics
from ecgkit.contracts import STUBS

FILL = "@fill\ndef label_beats(symbols):\n    return [0 for s in symbols]"


def notebook(*sources: str, **extra) -> str:
    cells = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": source}
        for source in sources
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **extra})


def answers_of(tmp_path: Path, *sources: str):
    path = tmp_path / "any name.ipynb"
    path.write_text(notebook(*sources))
    return find_answers(read_source(path), STUBS)


def program(answers) -> str:
    return "\n".join(text for _, text in answers.cells)


def test_only_what_the_answer_needs_is_kept(tmp_path):
    found = answers_of(
        tmp_path,
        "import numpy as np\nimport matplotlib.pyplot as plt\nfrom ecgkit import fill, stubs, open_database",
        "database = open_database()\nTABLE = {}\nfor s in 'LRV':\n    TABLE[s] = 1\nTABLE.update(N=0)",
        "def code(s):\n    return TABLE.get(s, -1)",
        "fig, ax = plt.subplots()\nax.plot([1])\nplt.show()",
        "@fill\ndef label_beats(symbols):\n    ax = 1\n    return np.array([code(s) for s in symbols])",
        "X, y = stubs.build_data_matrix(database.train)\nprint(X.shape)",
    )
    text = program(found)
    assert found.filled == {"label_beats"}
    for needed in ("import numpy", "TABLE = {}", "TABLE[s] = 1", "TABLE.update", "def code"):
        assert needed in text
    for heavy in ("open_database()", "plt.show", "ax.plot", "build_data_matrix", "print"):
        assert heavy not in text


def test_line_numbers_stay(tmp_path):
    found = answers_of(tmp_path, "print('first')\n\n" + FILL)
    (label, text) = found.cells[0]
    assert label == "cell 1"
    assert text.split("\n")[3] == "def label_beats(symbols):"


def test_the_last_of_several_fills_counts_and_is_reported(tmp_path):
    found = answers_of(tmp_path, FILL, FILL.replace("0 for", "1 for"))
    assert program(found).rindex("1 for") > program(found).rindex("0 for")
    assert any("more than once" in repair for repair in found.repairs)


def test_a_missing_decorator_is_added_and_reported(tmp_path):
    found = answers_of(tmp_path, FILL.removeprefix("@fill\n"))
    assert "fill(label_beats)" in program(found)
    assert any("lacks its `@fill`" in repair for repair in found.repairs)


def test_a_syntax_error_names_its_cell_and_spares_the_others(tmp_path):
    found = answers_of(
        tmp_path, "@fill\ndef label_beats(symbols)\n    return 1", FILL.replace("label_beats", "class_weights")
    )
    assert found.filled == {"class_weights"}
    assert "cell 1, line 2" in found.faults["label_beats"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("%matplotlib inline\nx = 1", "\nx = 1"),
        ("!pip install wfdb\nx = 1", "\nx = 1"),
        ("if x:\n    !ls\ny = 1", "if x:\n    pass\ny = 1"),
        ("np.abs?\nx = 1", "\nx = 1"),
        ("%%time\nx = 1", "\nx = 1"),
        ("%%bash\nrm -r x", ""),
        ("x = (7\n     % 2)", "x = (7\n     % 2)"),
        ('text = """\n%not magic\n"""', 'text = """\n%not magic\n"""'),
    ],
)
def test_magics_are_left_out(text, expected):
    assert without_magics(text)[0] == expected


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_windows_and_old_line_ends_and_a_byte_order_mark(tmp_path, ending):
    path = tmp_path / "n.ipynb"
    path.write_bytes(b"\xef\xbb\xbf" + notebook(FILL.replace("\n", ending)).encode())
    assert find_answers(read_source(path), STUBS).filled == {"label_beats"}


def test_nbformat_3(tmp_path):
    path = tmp_path / "old.ipynb"
    cells = [{"cell_type": "code", "input": FILL.splitlines(keepends=True), "outputs": []}]
    path.write_text(json.dumps({"worksheets": [{"cells": cells}], "nbformat": 3}))
    assert find_answers(read_source(path), STUBS).filled == {"label_beats"}


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "3", '{"cells": 3}', "[" * 100_000, notebook(FILL)[:-9], "\x00\x01"]
)
def test_what_is_no_notebook_is_refused_in_one_sentence(tmp_path, content):
    path = tmp_path / "damaged.ipynb"
    path.write_text(content)
    with pytest.raises(SubmissionError, match=r"damaged\.ipynb"):
        read_source(path)


@pytest.mark.parametrize(
    "cell",
    [
        3,
        None,
        "text",
        {},
        {"cell_type": "code"},
        {"cell_type": "code", "source": 3},
        {"cell_type": "code", "source": [1, "x = 1"]},
    ],
)
def test_strange_cells_are_passed_over(tmp_path, cell):
    path = tmp_path / "strange.ipynb"
    path.write_text(json.dumps({"cells": [cell, {"cell_type": "code", "source": FILL}], "nbformat": 4}))
    assert find_answers(read_source(path), STUBS).filled == {"label_beats"}
