"""The table at the end of a grading run, on a terminal of any width."""

from __future__ import annotations

from collections.abc import Sequence

from .results import Result, total


def print_score(results: Sequence[Result], repairs: Sequence[str], tier: str) -> None:
    """Print points by task, the sum, the tier of isolation, and what was repaired."""
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title, justify in (("task", "left"), ("points", "right"), ("of", "right"), ("passed", "right"), ("failed", "right"), ("not run", "right")):
        table.add_column(title, justify=justify)
    for task in sorted({result.task for result in results}):
        table.add_row(*_row(str(task), [result for result in results if result.task == task]))
    table.add_section()
    table.add_row(*_row("all", results), style="bold")
    console.print(table)
    points, max_points = total(results)
    console.print(f"{points:g} of {max_points:g} points ({100 * points / max_points:.0f} %)")
    console.print(f"Isolation: {tier}", style="dim")
    for repair in repairs:
        console.print(f"Repaired: {repair}", style="dim")


def _row(title: str, results: Sequence[Result]) -> list[str]:
    points, max_points = total(results)
    outcomes = [result.outcome for result in results]
    counts = [str(outcomes.count(outcome)) for outcome in ("passed", "failed", "not run")]
    return [title, f"{points:g}", f"{max_points:g}", *counts]
