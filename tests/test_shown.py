"""What formgrader and feedback show of a submission holds no HTML, no link and no picture from elsewhere."""

from __future__ import annotations

import html
import json
import re

import pytest
from nbconvert.filters import markdown2html

from autograder.gradebook.rebuild import rebuild
from autograder.gradebook.shown import shown_source
from autograder.gradebook.slots import Slot, find_slots

SLOT = Slot("t1-look", "markdown", "Write your answer here.", True, True, False, 2, "")
HARMFUL = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[my figure](javascript:alert(1))",
    "[my figure][there]\n\n[there]: javascript:alert(1)",
    "[there]\n\n[there]: javascript:alert(1) 'title'",
    "![seen](http://example.com/seen.png)",
    "> - [a `b]` c](javascript:alert(1))",
    "[![in](http://example.com/a.png)](javascript:alert(1))",
    "<javascript:alert(1)>",
    "$\\href{javascript:alert(1)}{x}$ and $$\\style{position:fixed}{x}$$",
    "&#36;&#92;href{javascript:alert(1)}{x}&#36;",
    "&#x24&#x5chref{javascript:alert(1)}{x}&#x24",
    "&dollar;&bsol;href{javascript:alert(1)}{x}&dollar;",
    "&bsol;begin{equation}&bsol;style{position:fixed}{x}&bsol;end{equation}",
    "&lsqb;x&rsqb;&lpar;javascript:alert(1)&rpar;",
    '```mermaid\ngraph TD\nclick A href "javascript:alert(1)"\n```',
]


@pytest.mark.parametrize("kind", ["code", "markdown", "raw"])
@pytest.mark.parametrize("text", HARMFUL)
def test_a_written_answer_of_any_kind_of_cell_is_text(tmp_path, text, kind):
    cell = {"cell_type": kind, "metadata": {"nbgrader": {"grade_id": "t1-look"}}, "source": text, "outputs": []}
    path = tmp_path / "n.ipynb"
    path.write_text(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    (made,) = (each for each in rebuild(path, [SLOT]).cells if each.id == "t1-look")
    assert made.cell_type == "markdown"
    page = markdown2html(made.source)
    # An address that stands for itself may be opened by who reads it.
    page = re.sub(r'<a href="(http[^"]*)">\1</a>', "", page)
    assert not re.search(r"<(a|img|script|javascript)\b|mermaid", page)
    # What MathJax reads is text.
    assert not re.search(r"\\(href|style)", html.unescape(page))


@pytest.mark.parametrize(
    "text",
    [
        "**Bold**, $x_i^2 < 1$ and `a[0]`",
        "R&D & more: $$\\begin{matrix}a&b\\\\c & d\\end{matrix}$$",
        "1. one\n2. two",
        "| a | b |\n|---|---|\n| 1 | 2 |",
    ],
)
def test_what_is_no_link_is_shown_as_it_was_meant(text):
    assert shown_source({"cell_type": "markdown", "source": text}, "markdown") == text


def test_a_tag_in_code_is_read_as_it_was_written():
    shown = shown_source({"cell_type": "markdown", "source": "`<b>` is `&lt;b>`"}, "markdown")
    text = html.unescape(re.sub("<[^>]*>", "", markdown2html(shown))).replace("\N{WORD JOINER}", "")
    assert text.strip() == "<b> is &lt;b>"


def test_code_is_shown_as_it_is():
    source = "a[0](x) < b['[x](y)']"
    assert shown_source({"cell_type": "code", "source": source}, "code") == source


def test_a_hundred_thousand_backticks_are_shown_at_once():
    assert shown_source({"cell_type": "markdown", "source": "`" * 100_000}, "markdown") == "`" * 100_000


def in_cells(*texts: str) -> list[dict]:
    """Text cells, that of `SLOT` with its id."""
    known = {SLOT.source: {"nbgrader": {"grade_id": SLOT.grade_id}}}
    return [{"cell_type": "markdown", "source": text, "metadata": known.get(text, {})} for text in texts]


def test_an_answer_in_a_cell_beside_the_question_is_moved_into_it(tmp_path):
    released = in_cells("## Look", "How wide is it?", SLOT.source, "## Next part", "More text.")
    answered = in_cells("## Look", "How wide is it?", "It is", SLOT.source, "wide.", " ", "## Next part", "More text.")
    for cells, answer in ((answered, "It is\n\nwide."), (released, SLOT.source)):
        path = tmp_path / "n.ipynb"
        path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
        made = rebuild(path, [SLOT], released).cells
        assert [cell.source for cell in made if cell.id == SLOT.grade_id] == [answer]
        assert [cell.source for cell in made if cell.source.strip() in ("It is", "wide.", "More text.")] == [
            "More text."
        ]


def test_an_answer_in_the_second_of_two_notebooks_is_shown(tmp_path):
    code = Slot("fill-beats_of", "code", "raise NotImplementedError", False, True, False, 0, "")
    work = {"cell_type": "code", "source": "def beats_of(record): ...", "metadata": {}, "outputs": []}
    wide, narrow = "It is wide.", "It is narrow."
    for first, second, shown in (
        ([work, *in_cells(SLOT.source)], in_cells("Q", wide, SLOT.source), wide),
        ([work], in_cells("Q", wide, SLOT.source), wide),
        ([work, *in_cells("Q", narrow, SLOT.source)], in_cells("Q", wide, SLOT.source), narrow),
        ([work, *in_cells(SLOT.source)], in_cells("Q", SLOT.source), SLOT.source),
        ([work, {**in_cells(SLOT.source)[0], "source": " "}], in_cells("Q", wide, SLOT.source), wide),
    ):
        for name, cells in (
            ("n.ipynb", first),
            ("a copy.ipynb", in_cells("Q", narrow, "")),
            ("of my partner.ipynb", second),
        ):
            text = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
            (tmp_path / name).write_text(text)
        made = rebuild(tmp_path / "n.ipynb", [code, SLOT], in_cells("Q", SLOT.source)).cells
        assert [cell.source for cell in made if cell.id == SLOT.grade_id] == [shown]
    for number in range(60):
        (tmp_path / f"module{number}.py").write_text("x = 1")
    made = rebuild(tmp_path / "n.ipynb", [code, SLOT], in_cells("Q", SLOT.source)).cells
    assert "def beats_of" in "".join(cell.source for cell in made), "it can be read, whatever lies beside it"


def test_of_two_cells_of_a_question_the_one_with_an_answer_counts():
    answer, as_handed_out = (
        {"cell_type": "markdown", "source": text, "metadata": {"nbgrader": {"grade_id": SLOT.grade_id}}}
        for text in ("It is wide.", SLOT.source)
    )
    assert find_slots([answer, as_handed_out], [SLOT]) == {0: SLOT}
    assert find_slots([as_handed_out, answer], [SLOT]) == {1: SLOT}
