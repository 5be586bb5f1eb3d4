"""The notebooks are made from the percent scripts, always the same way, and hold no answer."""

from __future__ import annotations

import filecmp
import json
import re
import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from autograder.build import BEGIN, END, ROOT, BuildError, build, write_notebook
from autograder.checks import TASK_POINTS, all_checks
from autograder.oracles_learning import OFF_CENTRE
from autograder.unseen_patients import BATCH_SIZE, EPOCHS, SECONDS, read_bars
from ecgkit.contracts import STUBS


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory) -> Path:
    """A second build of the course in another folder."""
    root = tmp_path_factory.mktemp("course")
    for script in (ROOT / "solutions").glob("task*/*.py"):
        target = root / "solutions" / script.parent.name
        target.mkdir(parents=True)
        shutil.copy(script, target)
    build(root)
    return root


def test_generated_notebooks_are_fresh(rebuilt):
    made = sorted(path.relative_to(rebuilt) for path in rebuilt.glob("*/task*/*.ipynb"))
    kept = sorted(
        path.relative_to(ROOT)
        for folder in ("solutions", "assignments")
        for path in (ROOT / folder).glob("task*/*.ipynb")
    )
    assert made == kept
    stale = [str(path) for path in made if not filecmp.cmp(rebuilt / path, ROOT / path, shallow=False)]
    assert stale == [], "run `make build` and commit"


def test_nothing_but_notebooks_reaches_the_students(rebuilt):
    files = [path for path in (rebuilt / "assignments").rglob("*") if path.is_file()]
    assert {path.suffix for path in files} == {".ipynb"}


def test_no_solution_line_in_assignments_or_ecgkit():
    lines_of_any_program = {
        "raise ValueError(",
        "return train, test",
        "return model",
        "import keras",
        "import numpy as np",
        "shares = stubs.class_distribution(y)",
    }
    lines = {text for text in solution_lines() if len(text) > 12} - lines_of_any_program
    assert len(lines) > 30
    places = [*(ROOT / "assignments").rglob("*.ipynb"), *(ROOT / "ecgkit").rglob("*.py")]
    texts = {path: _text_of(path) for path in places}
    leaks = [(str(path.relative_to(ROOT)), line) for path, text in texts.items() for line in lines if line in text]
    assert leaks == []


def solution_lines() -> Iterator[str]:
    """Every line between solution markers; blank ones and comments left out."""
    for script in sorted((ROOT / "solutions").glob("task*/*.py")):
        inside = False
        for line in script.read_text(encoding="utf-8").split("\n"):
            text = line.strip()
            if text in (BEGIN, END):
                inside = text == BEGIN
            elif inside and text and not text.startswith("#"):
                yield text


def _text_of(path: Path) -> set[str]:
    """The stripped lines of a file; of a notebook, those of its cells."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ipynb":
        text = "\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"])
    return {line.strip() for line in text.split("\n")}


def test_every_stub_has_one_fill_and_one_check_cell_with_its_points():
    found: dict[str, dict] = {}
    for path in (ROOT / "assignments").rglob("*.ipynb"):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            settings = cell["metadata"].get("nbgrader", {})
            if settings:
                assert settings["grade_id"] not in found
                found[settings["grade_id"]] = settings
    for stub in STUBS:
        assert found[f"fill-{stub}"]["solution"]
        points = sum(check.points for check in all_checks() if check.stub == stub)
        assert found[f"check-{stub}"]["points"] == points > 0
    assert sum("-" in name and not name.startswith(("fill-", "check-")) for name in found) >= 6, "a question a notebook"


def test_each_question_says_its_points():
    for script in sorted((ROOT / "solutions").glob("task*/*.py")):
        cells = script.read_text(encoding="utf-8").split("\n# %%")
        for question, answer in pairwise(cells):
            if settings := re.match(r' \[markdown\] question="[\w-]+" points=(\d+)\n', answer):
                assert re.search(rf"\(\d+ to \d+\s(# )?sentences, {settings[1]} points\)$", question.strip()), script


def test_texts_say_what_the_grader_asks_of_a_trained_network():
    for stub, bar in read_bars()["bars"].items():
        [script] = (ROOT / "solutions").glob(f"task{STUBS[stub].task}_*/*.py")
        text = script.read_text(encoding="utf-8").replace("\n# ", " ")
        assert f"by {bar['accuracy']:g} in accuracy and {bar['f1']:g} in $F_1$" in text
        assert f"{EPOCHS} epochs in batches of {BATCH_SIZE}" in text
        assert f"at most {SECONDS} s" in text
        assert f"{OFF_CENTRE} s off the middle" in text


def test_points_of_the_checks_are_those_of_the_tasks():
    tasks = {stub.task for stub in STUBS.values()}
    for task in tasks:
        assert sum(check.points for check in all_checks() if check.task == task) == TASK_POINTS[task]
    assert sum(TASK_POINTS.values()) == 100


def test_every_check_has_a_sentence_and_a_hint_and_its_own_id():
    checks = all_checks()
    assert len({check.id for check in checks}) == len(checks) > 50
    assert all(check.sentence.endswith(".") and check.hint for check in checks)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("    ### BEGIN SOLUTION\n    return 1\n", "without '### END SOLUTION'"),
        ("    return 1\n    ### END SOLUTION\n", "without its"),
        ("    ### BEGIN SOLUTION\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION\n", "inside a solution"),
        ("    ### BEGIN SOLUTION\n    return 1\n        ### END SOLUTION\n", "same indentation"),
        ("    # BEGIN SOLUTION\n    return 1\n    ### END SOLUTION\n", "must be exactly"),
        ("    return 1\n", "marks no solution"),
    ],
)
def test_broken_markers_fail_loudly_with_file_and_cell(tmp_path, body, words):
    script = tmp_path / "task.py"
    script.write_text(f"# %%\nimport numpy\n\n# %%\n@fill\ndef label_beats(symbols):\n{body}")
    with pytest.raises(BuildError, match=r"task\.py, cell 2") as caught:
        write_notebook(script)
    assert words in str(caught.value)


def test_unknown_stub_fails_loudly(tmp_path):
    script = tmp_path / "task.py"
    script.write_text(
        "# %%\n@fill\ndef label_beat(symbols):\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION\n"
    )
    with pytest.raises(BuildError, match="label_beat"):
        write_notebook(script)
