"""`write_report`: what a run measured, as one page that needs no other file."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from ecgkit.whole_files import write_whole

from .pages import environment_of, inline

SOLUTIONS = Path(__file__).resolve().parent


def write_report(measured: dict[str, Any], out: Path) -> Path:
    """Write `report.html`. Every number on it is one of `measured`; the figures are part of the page.

    Args:
        measured: what `run_reference` returned.
        out: the folder of the run, which holds `figures/`.

    Returns:
        The path of the page.
    """
    environment = environment_of(SOLUTIONS)
    environment.filters |= {"whole_percent": _whole_percent, "seconds": _seconds}
    page = environment.get_template("report.html.jinja").render(
        run=measured,
        tasks={int(number): task for number, task in measured["tasks"].items()},
        image=lambda name: inline(out / "figures" / name),
        missed=_most_missed,
        worst=_worst_records,
    )
    path = out / "report.html"
    write_whole(path, page)
    return path


def _whole_percent(share: float | None) -> str:
    """Short enough for a column on a telephone; never rounded up to a perfect result."""
    return "none" if share is None else str(math.floor(100 * share))


def _seconds(value: float) -> str:
    return f"{value:.1f} s" if value < 100 else f"{value / 60:.1f} min"


def _most_missed(task: dict[str, Any], n: int = 3) -> list[dict[str, Any]]:
    """The kinds of abnormal beat that cost the network the most beats."""
    kinds = [
        {**row, "lost": round(row["beats"] * (1 - row["correct"]))}
        for row in task["per_symbol"]
        if row["symbol"] != "N"
    ]
    return [row for row in sorted(kinds, key=lambda row: -row["lost"])[:n] if row["lost"]]


def _worst_records(task: dict[str, Any], n: int = 3) -> list[dict[str, Any]]:
    return sorted(task["per_record"], key=lambda row: row["accuracy"])[:n]
