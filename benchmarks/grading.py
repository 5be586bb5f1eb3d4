"""Submissions graded in a minute: ours with the sandbox on, nbgrader as shipped, otter-grader as shipped, on the same notebooks.

    python benchmarks/grading.py

Prints one row a notebook and grader, and exits with 1 if ours misses a target. See benchmarks/README.md.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import typer
from peers import bodies
from peers.box import BoxError
from peers.course import Assignment
from peers.nbgrader_peer import Nbgrader
from peers.otter_peer import Otter
from peers.ours import Ours

Grader = Nbgrader | Otter | Ours


@dataclass(frozen=True)
class Kind:
    """One notebook to measure with.

    Attributes:
        name: of the kind.
        stubs: that the notebook fills and that are graded.
        target: how many times nbgrader's rate ours must reach.
        count: students of a class; nbgrader is 10 s busy with a network.
    """

    name: str
    stubs: frozenset[str]
    target: float
    count: int


KINDS = [
    Kind("small", frozenset({"label_beats", "split_by_patient"}), 3, 40),
    Kind("keras", frozenset({"build_cnn"}), 5, 12),
]


@dataclass(frozen=True)
class Row:
    """The rate of one grader.

    Attributes:
        notebook: kind of it.
        grader: name of it.
        rate: submissions a minute in the quickest round.
        rounds: seconds of each round.
        ratio: of our rate to this one.
        target: the least that the ratio may be, None if there is none.
    """

    notebook: str
    grader: str
    rate: float
    rounds: list[float]
    ratio: float
    target: float | None

    @property
    def is_met(self) -> bool:
        return self.target is None or self.ratio >= self.target


def measure(kind: Kind, graders: Sequence[Grader], database: Path, count: int, rounds: int, folder: Path) -> list[Row]:
    """Rates of the graders on the same class."""
    assignment = Assignment(kind.name, kind.stubs, database)
    submitted = write_class(kind, count, folder)
    for grader in graders:
        grader.prepare(assignment)
    seconds = take_turns(graders, assignment, submitted, rounds)
    return rows(kind, count, seconds)


def take_turns(
    graders: Sequence[Grader], assignment: Assignment, submitted: dict[str, Path], rounds: int
) -> dict[str, list[float]]:
    """Seconds of every round of every grader; they take turns, so that a busy moment of the machine meets all of them."""
    seconds: dict[str, list[float]] = {grader.name: [] for grader in graders}
    for turn in range(rounds):
        for grader in graders:
            seconds[grader.name].append(grading_seconds(grader, assignment, submitted, turn))
    return seconds


def write_class(kind: Kind, count: int, folder: Path) -> dict[str, Path]:
    """The reference's notebook as each student of a class hands it in, no two files alike."""
    made = bodies.honest(kind.stubs).make(folder)
    content = made.read_text()
    submitted = {f"student{number:03}": folder / f"{kind.name}-{number}.ipynb" for number in range(count)}
    for student, path in submitted.items():
        path.write_text(content.replace('"source": "', f'"source": "# {student}\\n', 1))
    return submitted


def grading_seconds(grader: Grader, assignment: Assignment, submitted: dict[str, Path], turn: int) -> float:
    """Seconds from the start of the command to its end; nobody may lose a point.

    Raises:
        BoxError: a right answer lost points.
    """
    named = {f"{student}-{turn}": path for student, path in submitted.items()}
    grader.collect(assignment, named)
    start = time.perf_counter()
    grader.grade_class(assignment)
    seconds = time.perf_counter() - start
    wrong = {
        name: grade
        for name, grade in grader.class_grades(assignment, named).items()
        if grade.points != assignment.points
    }
    if wrong:
        raise BoxError(f"{grader.name} does not give {assignment.points} points to the reference: {wrong}")
    return seconds


def rows(kind: Kind, count: int, seconds: dict[str, list[float]]) -> list[Row]:
    """The quickest round of each counts."""
    rates = {name: 60 * count / min(rounds) for name, rounds in seconds.items()}
    return [
        Row(
            kind.name,
            name,
            rate,
            [round(value, 1) for value in seconds[name]],
            rates[Ours.name] / rate,
            kind.target if name == Nbgrader.name else None,
        )
        for name, rate in rates.items()
    ]


def main(
    count: Annotated[
        int, typer.Option(min=0, help="Students of a class. [40 small, 12 Keras]", show_default=False)
    ] = 0,
    rounds: Annotated[int, typer.Option(min=1, help="Rounds; the quickest of each grader counts.")] = 2,
    only: Annotated[
        list[str], typer.Option(help="Only these notebooks: small, keras. [both]", show_default=False)
    ] = [],  # noqa: B006 - typer
    out: Annotated[Path | None, typer.Option(help="Write the rows into this JSON file.")] = None,
) -> None:
    """Measure, print the table, and exit with 1 if a target is missed."""
    from rich.console import Console

    from ecgkit.standin import write_database

    console = Console(highlight=False)
    found: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="grading-") as name, console.status("measuring ..."):
        folder = Path(name)
        try:
            graders = [kind(folder) for kind in (Ours, Nbgrader, Otter)]
            database = write_database(folder / "recordings", size="small")
            for kind in KINDS:
                if not only or kind.name in only:
                    found += measure(kind, graders, database, count or kind.count, rounds, folder)
        except BoxError as error:
            typer.secho(f"Error: {error}", fg="red", err=True)
            raise typer.Exit(1) from error
    if out:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(json.dumps([asdict(row) for row in found], indent=1) + "\n")
    console.print(_table(found))
    raise typer.Exit(int(not all(row.is_met for row in found)))


def _table(found: Sequence[Row]):
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in ("notebook", "grader", "a minute", "ours is", "target", ""):
        table.add_column(column, justify="left" if column in ("notebook", "grader", "") else "right")
    for row in found:
        verdict = Text("ok", style="green") if row.is_met else Text("missed", style="bold red")
        target = "" if row.target is None else f"{row.target:g} x"
        table.add_row(
            row.notebook, row.grader, f"{row.rate:.1f}", f"{row.ratio:.1f} x", target, "" if not target else verdict
        )
    return table


if __name__ == "__main__":
    typer.run(main)
