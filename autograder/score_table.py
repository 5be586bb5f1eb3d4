"""The table at the end of a grading run, on a terminal of any width."""

from __future__ import annotations

from collections.abc import Sequence

from .failures import printable
from .limits import LIMITS
from .results import Result, total


def print_score(results: Sequence[Result], repairs: Sequence[str], tier: str) -> None:
    """Print points by task, the sum, the tier of isolation, and what was repaired."""
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False)
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("task")
    for title in ("points", "of", "passed", "failed", "not run"):
        table.add_column(title, justify="right")
    for task in sorted({result.task for result in results}):
        table.add_row(*_row(str(task), [result for result in results if result.task == task]))
    table.add_section()
    table.add_row(*_row("all", results), style="bold")
    console.print(table)
    points, max_points = total(results)
    console.print(f"{points:g} of {max_points:g} points ({100 * points / max_points:.0f} %)")
    console.print(f"Isolation: {tier}", style="dim")
    for repair in repairs:
        # Not as rich's markup: a repair quotes the submission.
        console.print(printable(f"Repaired: {repair}", LIMITS.message), style="dim", markup=False)


def _row(title: str, results: Sequence[Result]) -> list[str]:
    points, max_points = total(results)
    outcomes = [result.outcome for result in results]
    counts = [str(outcomes.count(outcome)) for outcome in ("passed", "failed", "not run")]
    return [title, f"{points:g}", f"{max_points:g}", *counts]
