"""`python -m solutions`: run the reference, show what it does, and write its report."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated, Optional

import typer

from ecgkit import RecordError
from ecgkit.database import DatabaseError, open_database

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

#: All tasks take this folder, one task alone a folder inside it, so that it never replaces the report of all.
OUT = Path("out") / "reference"


# typer reads the options' types at run time, and Optional is the form that all its versions know.
TaskOption = Annotated[Optional[int], typer.Option(min=1, max=8, help="This task alone. \\[all]")]  # noqa: UP045
OutOption = Annotated[Optional[Path], typer.Option(help=f"Where the report goes. [{OUT}]")]  # noqa: UP045


@app.command()
def main(
    task: TaskOption = None,
    database: Annotated[str, typer.Option(help="A folder, stand-in, small or auto.")] = "auto",
    out: OutOption = None,
    seed: Annotated[int, typer.Option(min=0, max=2**32 - 1, help="Of every random choice.")] = 0,
    full: Annotated[bool, typer.Option("--full", help="Train on all rows, for longer (an hour).")] = False,
) -> None:
    """Run the reference solution and write report.html, metrics.json, figures and models."""
    try:
        _run(task, database, out or (OUT if task is None else OUT / f"task{task}"), seed, full)
    except (DatabaseError, RecordError, OSError) as error:
        typer.secho(f"Error: {error}", fg="red", err=True)
        raise typer.Exit(1) from error
    except KeyboardInterrupt as error:
        typer.secho("Stopped.", fg="red", err=True)
        raise typer.Exit(1) from error


def _run(task: int | None, database: str, out: Path, seed: int, full: bool) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    start = time.perf_counter()
    opened = open_database(database)

    # These import matplotlib and scipy: only now, so that a wrong database is told at once.
    from .reference import TASKS, run_reference
    from .report import write_report
    from .run import FULL, QUICK

    measured = run_reference(
        opened,
        out=out,
        tasks=tuple(TASKS) if task is None else (task,),
        seed=seed,
        plan=FULL if full else QUICK,
        heading=lambda line: console.print(Text(line, style="bold")),
        say=lambda line: console.print(Text("  " + line)),
    )
    page = write_report(measured, out)
    console.print(Text(f"Report: {page} ({time.perf_counter() - start:.0f} s in all)"), soft_wrap=True)


if __name__ == "__main__":
    app(prog_name="python -m solutions")
