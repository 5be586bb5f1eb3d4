"""What a failure says where the input is hidden: nothing that the student's code could have put the input into."""

from __future__ import annotations

import pytest

from autograder.failures import UNREADABLE, CallFailed, absent

INPUT = "N V + secret"


@pytest.mark.parametrize(
    ("kind", "text", "where"),
    [
        ("raised", f"{INPUT}: x", f"cell 5, line 3: {INPUT}"),
        ("raised", f"ValueError: {INPUT}", f"{INPUT}, line 3: x"),
        ("cell", f"ValueError: {INPUT}", f"cell 5, line 3: {INPUT}"),
        ("cell", f"{INPUT}: x", f"{INPUT} cell 5, line 3: {INPUT}"),
        ("not filled", f"NotImplementedError: not found {INPUT}", ""),
        ("not filled", f"NotFilled: `secret` {INPUT}", ""),
        ("not filled", f"NotFilled: `label_beats` not found {INPUT}", ""),
        ("not filled", f"NotFilled: `class_weights` not found {INPUT}", ""),
        ("wrong signature", f"FillError: {INPUT}", INPUT),
        ("unreadable", INPUT, INPUT),
        ("lost", f"{UNREADABLE}: {INPUT}", ""),
    ],
)
def test_no_word_of_the_students_code_is_shown(kind, text, where):
    shown = CallFailed("label_beats([...])", kind, text, where).message(visible=False)
    assert "secret" not in shown
    assert "`label_beats`" in shown
    assert shown.endswith(".")


def test_pythons_own_words_are():
    def shown(kind: str, text: str, where: str = "") -> str:
        return CallFailed("label_beats([...])", kind, text, where).message(visible=False)

    assert shown("raised", "KeyError: 'Q'", "cell 5, line 3: codes[s]") == (
        "`label_beats` raised KeyError (cell 5, line 3)."
    )
    assert shown("raised", "MyError: 'Q'") == "`label_beats` raised an exception."
    assert shown("cell", "NameError: name 'secret' is not defined", "cell 2, line 1: secret") == (
        "A cell that `label_beats` needs stopped with an error: NameError (cell 2, line 1)."
    )
    assert absent("label_beats") in shown("not filled", absent("label_beats"))
    assert "`class_weights`, which is not filled" in shown("not filled", "NotFilled: `class_weights` is not filled")


def test_the_cell_that_failed_first_is_named_and_not_its_words_where_the_input_is_hidden():
    cause = (f"KeyError: {INPUT}", f"cell 3, line 2: {INPUT}")
    failed = CallFailed("label_beats([...])", "raised", "NameError: name 'x' is not defined", "cell 5", cause=cause)
    assert failed.message(visible=False) == (
        "`label_beats` raised NameError (cell 5).\n"
        "An earlier cell stopped with an error, and what it defines is missing: KeyError (cell 3, line 2)."
    )
    assert f"KeyError: {INPUT} (cell 3, line 2: {INPUT})" in failed.message(visible=True)
