"""The instructor's command line: `python -m autograder grade SUBMITTED... --out DIR`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from .handout import release

if TYPE_CHECKING:
    from .class_summary import Summary

app = typer.Typer(
    help="For instructors: grade a class, make what students get.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class TierName(StrEnum):
    """Tiers of isolation, see `isolation.Tier`."""

    auto = "auto"
    A = "A"
    B = "B"
    C = "C"
    D = "D"


app.command()(release)


@app.command()
def grade(
    submitted: Annotated[
        list[Path],
        typer.Argument(
            help="Folders, notebooks and zips of students; what Canvas, Moodle or nbgrader give for a class."
        ),
    ],
    out: Annotated[Path, typer.Option(help="Folder for the results.")],
    workers: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option(min=1, help="Processes on this machine. \\[one a core and 3 GiB]"),
    ] = None,
    scheduler: Annotated[str, typer.Option(help="Address of a Dask scheduler, to grade on other machines.")] = "",
    task: Annotated[Optional[list[int]], typer.Option(min=1, help="Grade this task alone; may be repeated.")] = None,  # noqa: UP045
    database: Annotated[str, typer.Option(help="A folder, stand-in, small or auto.")] = "auto",
    tier: Annotated[TierName, typer.Option(help="Isolation; auto takes the best that works.")] = TierName.auto,
    seed: Annotated[Optional[int], typer.Option(min=0, help="Repeat a run with the seed of its run.json.")] = None,  # noqa: UP045
    same_class: Annotated[
        bool,
        typer.Option("--same-class", help="All are downloads of one class: what is later may replace what is earlier."),
    ] = False,
) -> None:
    """Grade a class. Stopped at any moment, the same command goes on where it was.

    Each student gets a folder in the results; grades.csv comes last.
    """
    from ecgkit.database import DatabaseError

    from .class_cluster import ClusterError
    from .class_folder import ClassFolderError
    from .class_grading import Options, grade_class
    from .grading_job import checks_of_tasks
    from .isolation import TierMissing, require_safe
    from .notebook import SubmissionError
    from .reports.manual import MarksError
    from .reports.students import ResultsError

    tasks = tuple(sorted(set(task or ())))
    if unknown := [number for number in tasks if not checks_of_tasks([number])]:
        raise typer.BadParameter(f"there is no check for task {', '.join(map(str, unknown))}.", param_hint="--task")
    try:
        if not scheduler:
            require_safe(tier.value)
        options = Options(tasks, database, tier.value, seed, same_class)
        summary = grade_class(submitted, out, options, workers=workers, scheduler=scheduler)
    except (SubmissionError, ClassFolderError, ClusterError, TierMissing, DatabaseError) as error:
        raise _stopped(error) from error
    except (MarksError, ResultsError, OSError) as error:
        typer.secho("What was graded is kept: put this right, and run the same again.", fg="red", err=True)
        raise _stopped(error) from error
    except KeyboardInterrupt as error:
        typer.secho("Stopped. Run the same again to go on.", fg="red", err=True)
        raise typer.Exit(130) from error
    _print(summary, out)


@app.command()
def calibrate(
    seeds: Annotated[int, typer.Option(min=1, help="Draws of patients and of first weights.")] = 20,
    database: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(help="The real recordings, to measure there too, for comparison.", show_default=False),
    ] = None,
    out: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(help="Gets the bars. \\[those that count]", show_default=False),
    ] = None,
) -> None:
    """Measure how good a network must be: the bars of the accuracy and F1 checks, with the spread over the seeds.

    Two hours on two cores, with nothing else to do. Stopped at any moment, the same command goes on after the last whole seed.
    """
    from ecgkit import RecordError
    from ecgkit.database import DatabaseError

    from .calibrate import NoPlaceForBar
    from .calibrate import calibrate as measure
    from .unseen_patients import BARS

    out = out or BARS
    try:
        bars = measure(seeds, database, out, typer.echo)
    except (NoPlaceForBar, DatabaseError, RecordError) as error:
        raise _stopped(error) from error
    typer.echo(f"Wrote {out}: {bars}")


def _stopped(error: Exception) -> typer.Exit:
    """What went wrong, on one line: names of files stand in it, which a student chose."""
    from .failures import printable

    typer.secho(f"Error: {printable(' '.join(str(error).split()), 1000)}", fg="red", err=True)
    return typer.Exit(1)


def _print(summary: Summary, out: Path) -> None:
    typer.echo(f"{summary.first_line()} Results: {out}")
    for line in summary.faults():
        typer.secho(line, fg="red", err=True)
    for line in summary.advice():
        typer.secho(line, fg="yellow", err=True)
    if summary.not_run:
        typer.echo("The same command tries those again.", err=True)
        raise typer.Exit(3)


if __name__ == "__main__":
    app()
