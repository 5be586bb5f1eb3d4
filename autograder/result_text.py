"""Results as a student reads them, in a notebook and on a feedback page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .results import Result, total

_INDENT = " " * 4


def lines_of(result: Result) -> Iterator[str]:
    """What was checked, how it ended, what went wrong, and a hint."""
    yield f"{result.outcome:7} {result.points:g}/{result.max_points:g}  {result.name}"
    hint = [f"Hint: {result.hint}"] if result.hint else []
    yield from (_INDENT + line for line in [*result.message.splitlines(), *hint])


def sum_of(stub_name: str, results: Sequence[Result]) -> str:
    """The points of one stub."""
    points, max_points = total(results)
    return f"{stub_name}: {points:g} of {max_points:g} points"
