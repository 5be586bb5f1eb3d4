"""What hostile and damaged submissions do to three graders, side by side: ours, nbgrader as shipped, otter-grader as shipped.

    python benchmarks/integrity.py [--all] [--out integrity.json]

Each submission is graded by each grader in a throw-away copy of this machine. See benchmarks/README.md.
"""

from __future__ import annotations

import json
import random
import re
import tempfile
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Annotated

import typer
from peers import bodies
from peers.bodies import Submission
from peers.box import BoxError, Report, run_in_box
from peers.course import Assignment, Graded
from peers.nbgrader_peer import Nbgrader
from peers.otter_peer import Otter
from peers.ours import Ours

Grader = Nbgrader | Otter | Ours
#: What a grader's own work leaves under names that differ each time, and the folder in which it runs the notebook.
OWN = re.compile(r"/tmp[a-z0-9_]{8}(/|$|\.\w+$)|/jupyter/runtime(/|$)|/\.nbgrader\.log$|/autograded/[^/]+/[^/]+/")
#: Paths of one submission that are kept in the JSON.
SHOWN = 10


@dataclass(frozen=True)
class Found:
    """What became of one submission at one grader.

    Attributes:
        grader: its name.
        body: of the submission.
        name: of the submission.
        points: given; None if there was no grade.
        deserved: points that its answers deserve.
        refused: no grade, and there was nothing to grade.
        says: why there is no grade.
        touched: number of files and folders that came, went or changed.
        paths: some of them.
        left: processes that outlived the grading.
        seconds: it took.
    """

    grader: str
    body: str
    name: str
    points: float | None
    deserved: float
    refused: bool
    says: str
    touched: int
    paths: list[str]
    left: list[str]
    seconds: float

    @property
    def forged(self) -> float:
        """Points above what the answers deserve."""
        return max(0.0, (self.points or 0) - self.deserved)

    @property
    def is_false_alarm(self) -> bool:
        """Whether a damaged, but right answer was graded with less than it deserves."""
        return self.body == "damaged" and self.points is not None and self.points < self.deserved


@dataclass
class Bench:
    """The graders, ready, and what each of them touches when nobody attacks.

    Args:
        folder: an empty one.
        graders: names of those to run; all if empty.
    """

    folder: Path
    graders: list[Grader]
    database: Path
    assignments: dict[frozenset[str], Assignment] = field(default_factory=dict)
    harmless: dict[tuple[str, frozenset[str]], set[str]] = field(default_factory=dict)

    def prepare(self, submissions: Iterable[Submission]) -> None:
        """Make the assignments that these submissions answer, and grade an honest answer to each."""
        for stubs in dict.fromkeys(submission.stubs for submission in submissions):
            assignment = Assignment("-".join(sorted(stubs)), stubs, self.database)
            self.assignments[stubs] = assignment
            for grader in self.graders:
                grader.prepare(assignment)
                report, graded = self._run(grader, bodies.honest(stubs), 600)
                if graded.points != assignment.points:
                    raise BoxError(f"{grader.name} gives the reference {graded}, not {assignment.points}: {report.log}")
                self.harmless[grader.name, stubs] = set(report.touched)

    def grade(self, grader: Grader, submission: Submission, seconds: float) -> Found:
        """Grade one submission in a box of its own."""
        report, graded = self._run(grader, submission, seconds)
        harmless = self.harmless[grader.name, submission.stubs]
        touched = [path for path in report.touched if path not in harmless and not OWN.search(path)]
        full = self.assignments[submission.stubs].points
        return Found(
            grader=grader.name,
            body=submission.body,
            name=submission.name,
            points=graded.points,
            deserved=full if submission.deserved is None else submission.deserved,
            refused=graded.points is None and submission.may_be_refused,
            says=graded.says,
            touched=len(touched),
            paths=touched[:SHOWN],
            left=report.left,
            seconds=round(report.seconds, 1),
        )

    def _run(self, grader: Grader, submission: Submission, seconds: float) -> tuple[Report, Graded]:
        assignment = self.assignments[submission.stubs]
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            grader.hand_in(submission, assignment, Path(folder))
            report = run_in_box(replace(grader.job(assignment, Path(folder)), seconds=seconds), grader.python)
        return report, grader.graded(assignment, report)


def grade_all(
    bench: Bench, submissions: Sequence[Submission], jobs: int, seconds: float, say: Callable[[list[Found]], None]
) -> list[Found]:
    """Grade all of them by all graders; those that must be alone at the end."""
    found: list[Found] = []
    for alone, workers in ((False, jobs), (True, 1)):
        with ThreadPoolExecutor(workers) as pool:
            futures = [
                pool.submit(bench.grade, grader, submission, seconds)
                for submission in submissions
                if submission.alone is alone
                for grader in bench.graders
            ]
            for future in as_completed(futures):
                found.append(future.result())
                say(found)
    return found


def summary(found: Sequence[Found]) -> dict[str, float]:
    """One row of the table."""
    return {
        "count": len(found),
        "graded": sum(one.points is not None for one in found),
        "refused": sum(one.refused for one in found),
        "ungraded": sum(one.points is None and not one.refused for one in found),
        "forged points": sum(one.forged for one in found),
        "forgers": sum(one.forged > 0 for one in found),
        "files touched": sum(one.touched for one in found),
        "touchers": sum(one.touched > 0 for one in found),
        "left processes": sum(len(one.left) for one in found),
        "false alarms": sum(one.is_false_alarm for one in found),
    }


def rows_of(found: Sequence[Found], graders: Sequence[Grader]) -> list[tuple[str, str, dict[str, float]]]:
    """(body, grader, summary), the graders of one body below each other."""
    return [
        (body, grader.name, summary([one for one in found if (one.body, one.grader) == (body, grader.name)]))
        for body in sorted({one.body for one in found}, reverse=True)
        for grader in graders
    ]


def main(
    all_: Annotated[bool, typer.Option("--all", help="Also hostile submissions that need TensorFlow.")] = False,
    only: Annotated[str, typer.Option(help="Only submissions whose name this pattern finds.")] = "",
    grader: Annotated[
        list[str], typer.Option(help="Only graders with this in their name. [all]", show_default=False)
    ] = [],  # noqa: B006 - typer
    jobs: Annotated[int, typer.Option(min=1, help="Submissions graded at the same time.")] = 2,
    seconds: Annotated[float, typer.Option(help="After which a grading counts as hung.")] = 180,
    out: Annotated[Path | None, typer.Option(help="Write everything that was found into this JSON file.")] = None,
) -> None:
    """Grade, print the table, and exit with 1 if ours lost a point, a file or a submission."""
    from rich.console import Console

    console = Console(highlight=False)
    console.width = max(console.width, 120)
    submissions = [one for one in bodies.hostile(all_) + bodies.damaged() if re.search(only, one.name)]
    # So that what --out holds after a while is a fair sample.
    random.Random(0).shuffle(submissions)
    with tempfile.TemporaryDirectory(prefix="integrity-") as folder, console.status("preparing ...") as status:
        try:
            bench = _bench(Path(folder), grader)
            bench.prepare(submissions)
            total = len(submissions) * len(bench.graders)

            def say(found: list[Found]) -> None:
                status.update(f"graded {len(found)} of {total} ...")
                if len(found) % 20 == 0:
                    _write(out, bench, found)

            _write(out, bench, found := grade_all(bench, submissions, jobs, seconds, say))
        except BoxError as error:
            typer.secho(f"Error: {error}", fg="red", err=True)
            raise typer.Exit(1) from error
        rows = rows_of(found, bench.graders)
    console.print(_table(rows))
    raise typer.Exit(int(any(_lost(row) for _, name, row in rows if name == Ours.name)))


def _bench(folder: Path, wanted: Sequence[str]) -> Bench:
    from ecgkit.standin import write_database

    kinds = [kind for kind in (Ours, Nbgrader, Otter) if not wanted or any(word in kind.name for word in wanted)]
    graders: list[Grader] = [kind(folder) for kind in kinds]
    return Bench(folder, graders, write_database(folder / "recordings", size="small"))


def _lost(row: dict[str, float]) -> bool:
    return any(row[key] for key in ("ungraded", "forged points", "files touched", "left processes", "false alarms"))


def _write(out: Path | None, bench: Bench, found: Sequence[Found]) -> None:
    """Write the table and every single submission that was graded so far."""
    if out:
        table = [{"body": body, "grader": grader, **row} for body, grader, row in rows_of(found, bench.graders)]
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(json.dumps({"table": table, "submissions": [asdict(one) for one in found]}, indent=1) + "\n")


def _table(rows: Sequence[tuple[str, str, dict[str, float]]]):
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in ("body", "grader", "count", "graded", "refused", "ungraded", "forged points", "files touched"):
        table.add_column(column, justify="left" if column in ("body", "grader") else "right")
    for column in ("left processes", "false alarms"):
        table.add_column(column, justify="right")
    last = ""
    for body, grader, row in rows:
        shown = {key: f"{value:g}" for key, value in row.items()}
        for sums, submissions in (("forged points", "forgers"), ("files touched", "touchers")):
            shown[sums] += f" by {shown.pop(submissions)}" if row[sums] else ""
            shown.pop(submissions, None)
        if last not in ("", body):
            table.add_section()
        table.add_row(body if body != last else "", grader, *shown.values())
        last = body
    return table


if __name__ == "__main__":
    typer.run(main)
