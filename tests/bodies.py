"""The four bodies of submissions, and the record of how each of them fared: one table at the end of a test run.

right     correct in unusual ways: full points, on the stand-in and on the real recordings
wrong     named mistakes: each loses exactly the checks it should
hostile   attempts to forge, read, harm: nothing gained, nothing touched
damaged   notebooks that something happened to: graded, or refused in one sentence
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, fields
from functools import cache
from pathlib import Path

import pytest

from autograder import isolation
from autograder.checks import Check, all_checks
from autograder.grading_data import GradingData
from autograder.isolation import Tier
from autograder.results import Result
from autograder.running import run_checks
from autograder.submission import WorkerSubmission

FOLDER = Path(__file__).parent / "submissions"
TIERS = (Tier.A, Tier.B)
#: Name of the property of a test's report that holds its `Fared`.
PROPERTY = "fared"


@dataclass
class Fared:
    """How one submission fared.

    Attributes:
        body: right, wrong, hostile or damaged.
        tier: letter of the tier of isolation.
        database: where its inputs came from.
        graded: 1 if every check passed or failed, or if it was refused in one sentence.
        forged: points beyond those that it deserves.
        touched: files outside its own folder that it changed.
        left: processes that it left.
        alarms: checks, or neighbours, that lost points which they deserve.
    """

    body: str
    tier: str
    database: str
    graded: int = 0
    forged: float = 0
    touched: int = 0
    left: int = 0
    alarms: int = 0


def cases(body: str, *, slow: Callable[[Path], bool], every: int = 1) -> list:
    """Each file of a body on each tier; in a quick run each `every`-th one on one tier, and the slow ones on none."""
    return on_tiers(sorted((FOLDER / body).glob("*.py")), name=lambda path: path.stem, slow=slow, every=every)


def on_tiers(values: Iterable, *, name: Callable, slow: Callable, every: int = 1) -> list:
    """Parameters (value, tier) of a test."""
    return [
        pytest.param(
            value,
            tier,
            id=f"{name(value)}-{tier.name}",
            marks=[pytest.mark.slow] * (slow(value) or place % (every * len(TIERS)) != every * TIERS.index(tier)),
        )
        for place, value in enumerate(values)
        for tier in TIERS
    ]


def require(tier: Tier) -> None:
    """Skip a test where the tier does not work."""
    if not isolation.works(tier):
        pytest.skip(f"tier {tier.value} does not work here")


def needs_keras(path: Path) -> bool:
    """Whether a submission's worker imports TensorFlow."""
    text = path.read_text(encoding="utf-8")
    return (
        re.search(r"^def (train|build_(?!data_matrix)\w+)\(|^\s*(import|from) (keras|tensorflow)\b", text, re.MULTILINE)
        is not None
    )


def header(path: Path, name: str) -> str:
    """The text of a line `# name: text`; "" if there is none."""
    found = re.search(rf"^# {name}: (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return found[1] if found else ""


@cache
def grading_data(database: str = "small") -> GradingData:
    """The same inputs for all: what fails can be repeated."""
    return GradingData(database, seed=20)


def checks_for(submission: WorkerSubmission) -> list[Check]:
    """The checks of the stubs that a submission fills."""
    filled = set().union(*(answers.filled for answers in submission.files))
    return [check for check in all_checks() if check.stub in filled]


def grade(path: Path, tier: Tier, data: GradingData) -> list[Result]:
    """Grade the stubs that a submission fills."""
    submission = WorkerSubmission(path, tier)
    return run_checks(checks_for(submission), submission, data)


def is_graded(results: Iterable[Result]) -> bool:
    """Whether there are results, and none that the grader owes."""
    outcomes = [result.outcome for result in results]
    return bool(outcomes) and "not run" not in outcomes


def points_of(results: Iterable[Result]) -> float:
    """Their sum."""
    return sum(result.points for result in results)


def print_table(reports: Iterable[pytest.TestReport], write_line: Callable[[str], None]) -> None:
    """One row a body, tier and database, if any of them ran."""
    rows: dict[tuple, list[dict]] = {}
    for fared in (dict(report.user_properties).get(PROPERTY) for report in reports):
        if fared:
            rows.setdefault((fared["body"], fared["tier"], fared["database"]), []).append(fared)
    if not rows:
        return
    sums = [field.name for field in fields(Fared) if field.name not in ("body", "tier", "database")]
    write_line(f"{'body':8} tier {'database':9} count graded  forged touched    left  alarms")
    for (body, tier, database), each in rows.items():
        numbers = " ".join(f"{sum(fared[name] for fared in each):7g}" for name in sums[1:])
        write_line(f"{body:8} {tier:4} {database:9} {len(each):5} {sum(fared['graded'] for fared in each):6} {numbers}")


def as_property(fared: Fared) -> tuple[str, dict]:
    """What a test's report carries, also from another process."""
    return PROPERTY, asdict(fared)
