"""What went wrong most often, in the words in which students read it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from ..failures import CallFailed
from ..results import Result
from .students import Student

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?")
#: Where in whose notebook: of no use for a class.
_PLACE = re.compile(r" \([^()]*\bline \d+.*\)")
_LONGEST = 240
_STUB = "STUB"


@dataclass
class Mistake:
    """One sentence that several students got.

    Attributes:
        sentence: numbers that differ from student to student are left out.
        students: their names.
        checks: ids of the checks that said it.
    """

    sentence: str
    students: set[str] = field(default_factory=set)
    checks: set[str] = field(default_factory=set)


def most_common(students: Sequence[Student], most: int = 20) -> list[Mistake]:
    """The sentences that most students got, the most frequent first. Empty answers and refused submissions do not count.

    Args:
        students: the class.
        most: how many.
    """
    pairs = ((student, result) for student, result in _failed(students) if not _EMPTY.match(result.message))
    return _grouped(pairs, _first_line)[:most]


def not_filled(students: Sequence[Student]) -> list[Mistake]:
    """Functions that students left empty or out."""
    pairs = ((student, result) for student, result in _failed(students) if _EMPTY.match(result.message))
    return _grouped(pairs, lambda result: result.message.partition(".")[0] + ".")


def limits_hit(students: Sequence[Student]) -> list[Mistake]:
    """Calls that gave no result: time, memory, or a process that ended."""
    pairs = ((student, result) for student, result in _failed(students) if _LIMIT.match(result.message))
    return _grouped(pairs, lambda result: re.sub(r"^`\w+`", "A function", _first_line(result)))


def repairs(students: Sequence[Student]) -> list[Mistake]:
    """What had to be put right in notebooks; whose file and which cell it was is left out."""
    found: dict[str, Mistake] = {}
    for student in students:
        for repair in student.graded.repairs:
            sentence = _cut(_NUMBER.sub("…", repair.rpartition(": ")[2]))
            found.setdefault(sentence, Mistake(sentence)).students.add(student.name)
    return _by_frequency(found.values())


def _failed(students: Iterable[Student]) -> Iterable[tuple[Student, Result]]:
    for student in students:
        if not student.graded.refused:
            yield from ((student, result) for result in student.graded.results if result.outcome == "failed")


def _first_line(result: Result) -> str:
    return result.message.partition("\n")[0]


def _grouped(pairs: Iterable[tuple[Student, Result]], sentence_of: Callable[[Result], str]) -> list[Mistake]:
    found: dict[str, Mistake] = {}
    spelled: dict[str, Counter[str]] = defaultdict(Counter)
    for student, result in pairs:
        sentence = _cut(_PLACE.sub("", sentence_of(result)))
        key = _NUMBER.sub("…", sentence)
        spelled[key][sentence] += 1
        mistake = found.setdefault(key, Mistake(key))
        mistake.students.add(student.name)
        mistake.checks.add(result.id)
    for key, mistake in found.items():
        # "360 Hz" stays where everybody got the same sentence.
        if len(spelled[key]) == 1:
            mistake.sentence = next(iter(spelled[key]))
    return _by_frequency(found.values())


def _by_frequency(mistakes: Iterable[Mistake]) -> list[Mistake]:
    return sorted(mistakes, key=lambda mistake: (-len(mistake.students), mistake.sentence))


def _cut(sentence: str) -> str:
    return sentence if len(sentence) <= _LONGEST else sentence[: _LONGEST - 3] + "..."


def _beginning_of(*kinds: str) -> re.Pattern[str]:
    """How `CallFailed` begins its message for these kinds of failure, whatever the function is called."""
    problems = [CallFailed(f"{_STUB}()", kind, "").problem.rstrip(" .") for kind in kinds]
    return re.compile("|".join(re.escape(problem).replace(_STUB, r"\w+") for problem in problems))


_LIMIT, _EMPTY = _beginning_of("lost", "memory"), _beginning_of("not filled")
