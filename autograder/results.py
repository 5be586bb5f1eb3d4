"""What a grading run found: one `Result` a check, and results.json."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from .checks import Check
from .failures import CallFailed, CheckFailed, printable
from .limits import LIMITS

Outcome = Literal["passed", "failed", "not run"]


@dataclass(frozen=True)
class Result:
    """How one check ended, as results.json holds it."""

    id: str
    task: int
    name: str
    points: float
    max_points: float
    outcome: Outcome
    visible: bool
    message: str
    hint: str
    seconds: float

    @classmethod
    def of(cls, check: Check, error: BaseException | None, seconds: float) -> Result:
        """The result of a check that ended with `error`, or without one."""
        outcome: Outcome = "passed" if error is None else "failed" if isinstance(error, CheckFailed) else "not run"
        return cls(
            id=check.id,
            task=check.task,
            name=check.sentence,
            points=check.points if outcome == "passed" else 0,
            max_points=check.points,
            outcome=outcome,
            visible=check.visible,
            message=_message(check, error),
            hint="" if outcome == "passed" or _is_not_filled(error) else check.hint,
            seconds=round(seconds, 3),
        )


def _message(check: Check, error: BaseException | None) -> str:
    if error is None:
        return ""
    if isinstance(error, CheckFailed):
        return printable(error.message(check.visible), LIMITS.message)
    return "This check could not be run; that is the grader's fault and costs nothing. Your instructor will grade it again."


def _is_not_filled(error: BaseException | None) -> bool:
    return isinstance(error, CallFailed) and error.kind == "not filled"


def total(results: Sequence[Result]) -> tuple[float, float]:
    """Points reached and points possible."""
    return sum(result.points for result in results), sum(result.max_points for result in results)


def write_json(directory: Path, submission: str, database: str, tier: str, results: Sequence[Result]) -> Path:
    """Write results.json; it appears whole or not at all.

    Args:
        directory: where to; made if it is not there.
        submission: what was graded.
        database: title of the database.
        tier: of isolation, see `isolation.Tier`.
        results: one a check.
    """
    points, max_points = total(results)
    content = {
        "submission": submission,
        "database": database,
        "tier": tier,
        "points": points,
        "max_points": max_points,
        "checks": [asdict(result) for result in results],
    }
    return _write(directory / "results.json", content)


def write_instructor_json(directory: Path, seed: int, repairs: Sequence[str]) -> Path:
    """Write instructor.json: what repeats the run exactly, and what had to be repaired. Not for students.

    Args:
        directory: where to; made if it is not there.
        seed: of the hidden inputs; `--seed` takes it.
        repairs: what had to be put right to find the answers.
    """
    return _write(directory / "instructor.json", {"seed": seed, "repairs": list(repairs)})


def _write(path: Path, content: dict) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".part")
    partial.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    os.replace(partial, path)
    return path
