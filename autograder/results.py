"""What a grading run found: one `Result` a check, one `Graded` a submission, results.json and instructor.json."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from ecgkit.whole_files import write_json

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


@dataclass(frozen=True)
class Graded:
    """What a grading run found about one submission.

    Attributes:
        submission: what was graded, as its owner knows it.
        database: title of the database.
        tier: of isolation, see `isolation.Tier`.
        seed: of the hidden inputs; the same seed repeats the run exactly.
        results: one a check.
        repairs: what had to be put right to find the answers.
        refused: the one sentence that says why nothing could be graded; "" if it was.
    """

    submission: str
    database: str
    tier: str
    seed: int
    results: list[Result]
    repairs: list[str]
    refused: str = ""

    def write(self, directory: Path) -> None:
        """Write results.json, and beside it instructor.json, which is not for students: what repeats the run, and repairs.

        Each appears whole or not at all; results.json is the last.

        Args:
            directory: where to; made if it is not there.
        """
        private = {"seed": self.seed, "repairs": self.repairs, "refused": self.refused}
        write_json(directory / "instructor.json", private)
        points, max_points = total(self.results)
        content = {
            "submission": self.submission,
            "database": self.database,
            "tier": self.tier,
            "points": points,
            "max_points": max_points,
            "checks": [asdict(result) for result in self.results],
        }
        write_json(directory / "results.json", content)

    @classmethod
    def read(cls, directory: Path) -> Graded:
        """What `write` wrote into a directory."""
        content = json.loads((directory / "results.json").read_text(encoding="utf-8"))
        private = json.loads((directory / "instructor.json").read_text(encoding="utf-8"))
        results = [Result(**check) for check in content["checks"]]
        return cls(content["submission"], content["database"], content["tier"], results=results, **private)
