"""class.html: how a class did, which checks were hard or tell nothing, and what to look at by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median, stdev
from urllib.parse import quote

from . import mistakes
from .feedback import task_title
from .item_analysis import FEWEST, check_statistics
from .page import write_page
from .similarity import SimilarPair
from .students import Student, tasks_of

_BINS = 10


@dataclass(frozen=True)
class Bin:
    """One bar of the distribution: a range of the points in per cent, its students, and its length beside the longest."""

    label: str
    count: int
    length: float


@dataclass(frozen=True)
class TaskSummary:
    """How the class did in one task; refused submissions do not count."""

    task: int
    title: str
    mean: float
    max_points: float

    @property
    def share(self) -> float:
        """Mean points as a share of those possible."""
        return self.mean / self.max_points if self.max_points else 0


def write_class_report(path: Path, students: Sequence[Student], pairs: Sequence[SimilarPair] | None = None) -> Path:
    """Write the page of a class. It names students and what they did: it is for instructors.

    Args:
        path: of the page.
        students: the class.
        pairs: what `similar_pairs` found; None if nobody looked.
    """
    graded = [student for student in students if not student.graded.refused]
    return write_page(
        path,
        "class.html.jinja",
        students=students,
        graded=graded,
        refused=[student for student in students if student.graded.refused],
        points=_summary([student.points for student in students]),
        possible=max((student.max_points for student in students), default=0),
        bins=distribution(students),
        tasks=[_task(task, graded) for task in tasks_of(list(students))],
        checks=check_statistics(students),
        fewest=FEWEST,
        mistakes=mistakes.most_common(students),
        not_filled=mistakes.not_filled(students),
        limits=mistakes.limits_hit(students),
        repairs=mistakes.repairs(students),
        times=_summary([student.seconds for student in graded]),
        slowest=sorted(graded, key=lambda student: -student.seconds)[:5],
        tiers=_counts([student.graded.tier for student in graded]),
        databases=_counts([student.graded.database for student in graded]),
        pairs=pairs,
        link=lambda student: f"{quote(student.folder.name)}/feedback.html",
    )


def distribution(students: Sequence[Student]) -> list[Bin]:
    """The class by points in per cent of those possible, ten bars, the best first; full points belong to the first."""
    counts = [0] * _BINS
    for student in students:
        counts[min(int(student.share * _BINS + 1e-9), _BINS - 1)] += 1
    most = max(counts) or 1
    labels = [f"{100 * place // _BINS} to {100 * (place + 1) // _BINS} %" for place in range(_BINS)]
    return [Bin(label, count, count / most) for label, count in reversed(list(zip(labels, counts, strict=True)))]


def _task(task: int, students: Sequence[Student]) -> TaskSummary:
    sums = [student.task_points(task) for student in students]
    points, possible = [points for points, _ in sums], [max_points for _, max_points in sums]
    return TaskSummary(task, task_title(task), mean(points) if points else 0, max(possible, default=0))


def _summary(values: Sequence[float]) -> dict[str, float]:
    """Mean, spread, median and largest of some numbers; nothing of none."""
    if not values:
        return {}
    spread = stdev(values) if len(values) > 1 else 0
    return {"mean": mean(values), "spread": spread, "median": median(values), "largest": max(values)}


def _counts(values: Sequence[str]) -> dict[str, int]:
    return {value: values.count(value) for value in sorted(set(values))}
