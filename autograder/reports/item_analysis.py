"""How hard each check was, and whether it tells stronger students from weaker ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

from ..results import Result
from .students import Student

#: With fewer students a correlation says nothing.
FEWEST = 10


@dataclass(frozen=True)
class CheckStatistics:
    """One check over a class.

    Attributes:
        result: any student's result of it, for its name, task and points.
        judged: students whose answer it passed or failed.
        passed: those that it passed.
        not_run: students for whom it could not be run.
        discrimination: correlation of passing it with all other points, -1 to 1; None where there is none.
        seconds: median time.
        longest: longest time.
    """

    result: Result
    judged: int
    passed: int
    not_run: int
    discrimination: float | None
    seconds: float
    longest: float

    @property
    def pass_rate(self) -> float | None:
        """Share of the judged students who passed; None without any."""
        return self.passed / self.judged if self.judged else None


def check_statistics(students: Sequence[Student]) -> list[CheckStatistics]:
    """Statistics of each check, in the order of the results; refused submissions do not count.

    Discrimination is the item-rest correlation: Pearson's correlation between passing the check (0 or 1), which makes it
    a point-biserial one, and the share of points reached in all other checks. The check itself is left out of the rest,
    because otherwise it would correlate with itself. Marks given by a person do not enter.

    Args:
        students: the class.

    Source: Henrysson (1963), Correction of item-total correlations in item analysis, Psychometrika 28, 211-218,
    doi:10.1007/BF02289618.
    """
    judged = [student for student in students if not student.graded.refused]
    by_check: dict[str, list[tuple[Result, float]]] = {}
    for student in judged:
        for result, rest in _with_rest(student):
            by_check.setdefault(result.id, []).append((result, rest))
    return [_statistics(entries) for entries in by_check.values()]


def _with_rest(student: Student) -> list[tuple[Result, float]]:
    """Each result with the share of points reached in all others; what was not run is left out of the rest."""
    counted = [result for result in student.graded.results if result.outcome != "not run"]
    points = sum(result.points for result in counted)
    possible = sum(result.max_points for result in counted)
    pairs = []
    for result in student.graded.results:
        own = 0 if result.outcome == "not run" else result.max_points
        pairs.append((result, (points - result.points) / (possible - own) if possible > own else 0.0))
    return pairs


def _statistics(entries: Sequence[tuple[Result, float]]) -> CheckStatistics:
    counted = [(result.outcome == "passed", rest) for result, rest in entries if result.outcome != "not run"]
    seconds = [result.seconds for result, _ in entries]
    return CheckStatistics(
        result=entries[0][0],
        judged=len(counted),
        passed=sum(passed for passed, _ in counted),
        not_run=len(entries) - len(counted),
        discrimination=_correlation(counted),
        seconds=median(seconds),
        longest=max(seconds),
    )


def _correlation(pairs: Sequence[tuple[bool, float]]) -> float | None:
    passed, rest = np.array(pairs, dtype=float).reshape(-1, 2).T
    # Where all pass, all fail, or all others are alike, there is nothing to correlate.
    if len(pairs) < FEWEST or passed.std() == 0 or rest.std() < 1e-12:
        return None
    return float(np.corrcoef(passed, rest)[0, 1])
