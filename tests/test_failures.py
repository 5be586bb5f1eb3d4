"""What a failure says where the input is hidden: nothing that the student's code could have put the input into."""

from __future__ import annotations

import pytest

from autograder.failures import CallFailed, absent

INPUT = "N V + secret"


@pytest.mark.parametrize(
    ("kind", "text", "where"),
    [
        ("raised", f"{INPUT}: x", f"cell 5, line 3: {INPUT}"),
        ("raised", f"ValueError: {INPUT}", f"{INPUT}, line 3: x"),
        ("not filled", f"NotImplementedError: not found {INPUT}", ""),
        ("not filled", f"NotFilled: `secret` {INPUT}", ""),
        ("not filled", f"NotFilled: `label_beats` not found {INPUT}", ""),
        ("not filled", f"NotFilled: `class_weights` not found {INPUT}", ""),
        ("wrong signature", f"FillError: {INPUT}", INPUT),
        ("unreadable", INPUT, INPUT),
    ],
)
def test_no_word_of_the_students_code_is_shown(kind, text, where):
    shown = CallFailed("label_beats([...])", kind, text, where).message(visible=False)
    assert "secret" not in shown
    assert shown.startswith("`label_beats`")
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
