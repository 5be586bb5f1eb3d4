"""results.json for Gradescope, by its documented format: https://gradescope-autograders.readthedocs.io/en/latest/specs/."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ecgkit.whole_files import write_json

from ..results import Result, total
from .manual import ManualMark
from .page import number
from .students import Student

#: When students see the checks that they cannot run themselves. While one is left that they do not see yet, Gradescope does
#: not show them their sum either.
HIDDEN_CHECKS = "after_published"


def write_gradescope(path: Path, student: Student) -> Path:
    """Write what Gradescope expects in /autograder/results/results.json.

    Args:
        path: of the file.
        student: whose.
    """
    content = {
        "score": student.points,
        "execution_time": round(student.seconds, 3),
        "output": _about(student),
        # Never "html" or "md": messages quote what a submission said.
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "stdout_visibility": "hidden",
        "tests": [_test(result) for result in student.graded.results] + [_marked(mark) for mark in student.marks],
    }
    return write_json(path, content)


def _about(student: Student) -> str:
    lines = [student.graded.refused] if student.graded.refused else []
    visible = [result for result in student.graded.results if result.visible]
    # Not the whole sum: less what is seen, it would tell what is hidden until grades are published.
    points = "{} of {} points".format(*map(number, total(visible)))
    lines.append(
        f"{points}."
        if len(visible) == len(student.graded.results)
        else f"{points} by the checks that are shown at once."
    )
    if count := student.count("not run"):
        lines.append(f"{count} of the checks could not be run, which costs nothing: this is no grade yet.")
    lines += [f"Put right to read your notebook: {repair}" for repair in student.graded.repairs]
    return "\n".join(lines)


def _test(result: Result) -> dict[str, Any]:
    hint = f"\nHint: {result.hint}" if result.hint else ""
    test = {
        "name": result.name,
        "name_format": "text",
        "score": result.points,
        "max_score": result.max_points,
        "output": result.message + hint,
        "output_format": "text",
        "visibility": "visible" if result.visible else HIDDEN_CHECKS,
        "tags": [f"task {result.task}"],
    }
    # There are only two states: a check that could not be run has neither, its text says so.
    return test if result.outcome == "not run" else {**test, "status": result.outcome}


def _marked(mark: ManualMark) -> dict[str, Any]:
    return {
        "name": mark.question,
        "name_format": "text",
        "score": mark.points,
        "max_score": mark.max_points,
        "output": mark.comment,
        "output_format": "text",
        "visibility": "after_published",
        "tags": ["marked by a person"],
    }
