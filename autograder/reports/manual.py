"""Marks that a person gave: `manual.json` in a student's folder, which no grading run writes or removes.

```json
[{"question": "Task 2: why split by patient?", "points": 3, "max_points": 4, "comment": "Say what leaks."}]
```
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ecgkit.whole_files import write_json

_FILE = "manual.json"


class MarksError(ValueError):
    """A file does not hold marks; says which one and why."""


@dataclass(frozen=True)
class ManualMark:
    """One question that a person marked.

    Attributes:
        question: what was marked, as the student reads it.
        points: given; below 0 takes points away.
        max_points: what it is worth; 0 for extra points and for points taken away.
        comment: for the student.
    """

    question: str
    points: float
    max_points: float = 0
    comment: str = ""


def has_marks(folder: Path) -> bool:
    """Whether somebody wrote marks, be it an empty list."""
    return (folder / _FILE).exists()


def digest_of_marks(folder: Path) -> str:
    """What changes with the file of marks; "" if there is none, or it cannot be read."""
    try:
        return hashlib.sha256((folder / _FILE).read_bytes()).hexdigest()
    except OSError:
        return ""


def read_marks(folder: Path) -> tuple[ManualMark, ...]:
    """The marks of one student; none if there is no file.

    Raises:
        MarksError: the file does not hold marks; says which one and why.
    """
    path = folder / _FILE
    if not path.exists():
        return ()
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, OSError) as error:
        raise MarksError(f"{path} cannot be read as JSON in UTF-8: {error}.") from error
    if not isinstance(content, list):
        raise MarksError(f"{path} must hold a list of marks. Received {type(content).__name__}.")
    return tuple(_mark(entry, f"{path}, mark {place}") for place, entry in enumerate(content, 1))


def write_marks(folder: Path, marks: Sequence[ManualMark]) -> Path:
    """Write the marks of one student.

    Args:
        folder: the student's.
        marks: all of them; what was there is replaced.
    """
    return write_json(folder / _FILE, [asdict(mark) for mark in marks])


def _mark(entry: Any, place: str) -> ManualMark:
    names = set(ManualMark.__dataclass_fields__)
    if not isinstance(entry, dict) or not {"question", "points"} <= set(entry) <= names:
        raise MarksError(
            f"{place}: `question` and `points` are needed, `max_points` and `comment` may follow. Received {entry!r}."
        )
    mark = ManualMark(**entry)
    if not (isinstance(mark.question, str) and isinstance(mark.comment, str)):
        raise MarksError(f"{place}: `question` and `comment` must be text. Received {entry!r}.")
    for name, value in (("points", mark.points), ("max_points", mark.max_points)):
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise MarksError(f"{place}: `{name}` must be a number. Received {value!r}.")
    if 0 < mark.max_points < mark.points:
        raise MarksError(
            f"{place}: `points` must be at most `max_points`; extra points are a mark of their own, without `max_points`. Received {entry!r}."
        )
    return mark
