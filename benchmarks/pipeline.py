"""How fast the course's main path is, side by side with named peers, each in a fresh process of its own.

    python benchmarks/pipeline.py --database PATH

Prints one row a claim (measured, peer, ratio, target) and exits with 1 if a target is missed. See benchmarks/README.md.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from side_by_side import ROOT, BenchmarkError, Row, run_child, table

JOBS = Path(__file__).resolve().with_name("jobs.py")

#: Modules that `import ecgkit` must not load: each takes seconds or pulls in another that does.
HEAVY = ("tensorflow", "keras", "nbformat", "wfdb", "scipy", "matplotlib", "pandas", "sklearn")


def measure_matrix(database: str, repeats: int) -> list[Row]:
    """The data matrix of all records against the handout's recipe: seconds and peak memory."""
    ours, peer = _side_by_side(["matrix-reference", database], ["matrix-handout", database], repeats)
    if ours["shape"] != peer["shape"] or ours["checksum"] != peer["checksum"]:
        raise BenchmarkError(f"the two matrices differ: {ours} and {peer}")
    result, own = ours["bytes"] / 1e6, ours["peak_bytes"] / 1e6
    return [
        _seconds_row(f"data matrix {ours['shape'][0]:,} x {ours['shape'][1]}", ours, peer, 0.35),
        Row(
            "its peak memory, over the result",
            f"{own:,.0f} MB ({ours['whole_process_bytes'] / 1e6:,.0f} with imports)",
            f"{result:,.0f} MB (handout {peer['peak_bytes'] / 1e6:,.0f})",
            own / result,
            1.25,
        ),
    ]


def measure_spectrograms(database: str, repeats: int) -> list[Row]:
    """Spectrograms of all rows against one call of scipy.signal.stft a row."""
    ours, peer = _side_by_side(["stft-reference", database], ["stft-rowwise", database], repeats)
    if ours["shape"] != peer["shape"] or abs(ours["checksum"] / peer["checksum"] - 1) > 1e-5:
        raise BenchmarkError(f"the two spectrograms differ: {ours} and {peer}")
    return [_seconds_row(f"spectrograms {' x '.join(f'{n:,}' for n in ours['shape'])}", ours, peer, 0.15)]


def measure_import(repeats: int) -> list[Row]:
    """What `import ecgkit` loads, and its seconds against `import numpy`, which it needs."""
    ours, peer = _side_by_side(["import", "ecgkit"], ["import", "numpy"], max(repeats, 5))
    loaded = [name for name in HEAVY if name in ours["modules"]]
    return [
        Row("import ecgkit loads of " + ", ".join(HEAVY), ", ".join(loaded) or "none", "", len(loaded), 0, "modules"),
        Row(
            "import ecgkit", _time(ours["seconds"]), f"{_time(peer['seconds'])} import numpy", ours["seconds"], 0.5, "s"
        ),
    ]


def measure_grading(repeats: int) -> list[Row]:
    """Seconds to grade task 2 of the reference on the small database, from start to exit."""
    command = [
        "-m",
        "pytest",
        "autograder",
        "-q",
        "--submission",
        "solutions",
        "--task",
        "2",
        "--database",
        "small",
        "-p",
        "no:cacheprovider",
    ]
    seconds = min(_timed([sys.executable, *command]) for _ in range(repeats))
    return [Row("grading task 2, small database", _time(seconds), "", seconds, 5, "s")]


def _seconds_row(claim: str, ours: dict[str, Any], peer: dict[str, Any], target: float) -> Row:
    return Row(claim, _time(ours["seconds"]), _time(peer["seconds"]), ours["seconds"] / peer["seconds"], target)


def _time(seconds: float) -> str:
    return f"{seconds:.2f} s"


def _side_by_side(ours: Sequence[str], peer: Sequence[str], repeats: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """Run both in turn, so that a busy moment of the machine meets both; the quickest of each counts."""
    runs = [(_job(*ours), _job(*peer)) for _ in range(repeats)]
    return _best([run[0] for run in runs]), _best([run[1] for run in runs])


def _best(runs: list[dict[str, Any]]) -> dict[str, Any]:
    """The quickest run, with the largest peak of all: a low one may be luck."""
    quickest = min(runs, key=lambda run: run["seconds"])
    return {**quickest, **{key: max(run[key] for run in runs) for key in quickest if key.endswith("_bytes")}}


def _job(name: str, *arguments: str) -> dict[str, Any]:
    return json.loads(run_child([sys.executable, str(JOBS), name, *arguments]).stdout.splitlines()[-1])


def _timed(command: list[str]) -> float:
    start = time.perf_counter()
    run_child(command)
    return time.perf_counter() - start


PARTS: dict[str, Callable[[str, int], list[Row]]] = {
    "matrix": measure_matrix,
    "spectrograms": measure_spectrograms,
    "import": lambda database, repeats: measure_import(repeats),
    "grading": lambda database, repeats: measure_grading(repeats),
}


def main(
    database: Annotated[str, typer.Option(help="The folder of the 48 recordings, or stand-in.")],
    repeats: Annotated[int, typer.Option(min=1, help="Runs of each side; the quickest counts.")] = 3,
    part: Annotated[list[str], typer.Option(help=f"Only these: {', '.join(PARTS)}. [all]", show_default=False)] = [],  # noqa: B006 - typer
) -> None:
    """Measure, print a table, and exit with 1 if a target is missed."""
    from rich.console import Console

    from ecgkit.database import DatabaseError, open_database

    console = Console(highlight=False)
    if unknown := set(part) - set(PARTS):
        raise typer.BadParameter(f"`part` must be one of {', '.join(PARTS)}. Received {', '.join(sorted(unknown))}.")
    rows: list[Row] = []
    try:
        folder = str(open_database(database).path.resolve())
        for name in part or PARTS:
            console.print(f"measuring {name} ...", style="dim")
            rows += PARTS[name](folder, repeats)
    except (DatabaseError, BenchmarkError) as error:
        typer.secho(f"Error: {error}", fg="red", err=True)
        raise typer.Exit(1) from error
    console.print(table(rows))
    raise typer.Exit(0 if all(row.is_met for row in rows) else 1)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    typer.run(main)
