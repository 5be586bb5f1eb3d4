"""How soon a network is as good as the handout's: seconds of training until the test F1 that the handout reached after 50 epochs.

    python benchmarks/training.py --database PATH

Ours beside the handout's recipe and beside the plain Keras recipe, in one run, each training in a process of its own. Prints one
row a comparison and exits with 1 if a target is missed. See benchmarks/README.md.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Annotated

import typer
from peers.environment import make_environment, python_of
from side_by_side import ROOT, BenchmarkError, Row, run_child, table

#: Test F1 of the handout's solution after 50 epochs, on its five symbols.
HANDOUT_F1 = {"bilstm": 0.624, "cnn": 0.668, "alexnet": 0.708, "gru": 0.727}
TARGET = 0.25

JOBS = ROOT / "benchmarks" / "training_jobs.py"
TORCH_JOB = ROOT / "benchmarks" / "peers" / "handout_torch.py"
OURS, HANDOUT, PLAIN = "ours", "the handout's recipe", "the plain Keras recipe"


@dataclass(frozen=True)
class Training:
    """One training, up to the epoch whose test F1 reaches what was asked, or until its time is over.

    Attributes:
        network: one of `HANDOUT_F1`; "" for the plain recipe, which knows one network.
        recipe: whose.
        seed: of it.
        seconds: spent up to the end of each epoch (of a peer, of each part if `--rows` says so), without imports, data and the
            looks at the test rows.
        f1: of the test rows there.
    """

    network: str
    recipe: str
    seed: int
    seconds: list[float]
    f1: list[float]

    def seconds_to(self, f1: float) -> float | None:
        """When this F1 was reached first; None if never."""
        return next((seconds for seconds, found in zip(self.seconds, self.f1, strict=True) if found >= f1), None)


def train_all(
    networks: Sequence[str], seeds: int, limit: float, rows: int, database: str, folder: Path
) -> Iterator[Training]:
    """Every network by ours and the handout's recipe, and the plain one; they take turns, so that a busy machine meets all of them."""
    run_child([sys.executable, str(JOBS), "data", database, str(folder)])
    torch = str(python_of("torch"))
    plain, ours, handout = [sys.executable, str(JOBS), "plain"], [torch, str(JOBS), "ours"], [torch, str(TORCH_JOB)]
    for seed in range(seeds):
        options = [str(seed), str(max(HANDOUT_F1[network] for network in networks)), str(limit), str(folder)]
        yield _trained("", PLAIN, seed, [*plain, *options, str(rows)])
        for network in networks:
            options[1] = str(HANDOUT_F1[network])
            yield _trained(network, OURS, seed, [*ours, network, *options], KERAS_BACKEND="torch")
            yield _trained(network, HANDOUT, seed, [*handout, network, *options, str(rows)])


def _trained(network: str, recipe: str, seed: int, command: Sequence[str], **more: str) -> Training:
    return Training(network, recipe, seed, **json.loads(run_child(command, **more).stdout.splitlines()[-1]))


def rows_of(trainings: Sequence[Training]) -> list[Row]:
    """Ours against each peer: medians over the seeds. A peer whose time was over counts with the time that it had."""
    return [
        _row(network, peer, trainings)
        for network in dict.fromkeys(training.network for training in trainings if training.recipe == OURS)
        for peer in (HANDOUT, PLAIN)
    ]


def _row(network: str, peer: str, trainings: Sequence[Training]) -> Row:
    f1 = HANDOUT_F1[network]
    ours = [each for each in trainings if (each.network, each.recipe) == (network, OURS)]
    theirs = [each for each in trainings if each.recipe == peer and each.network in (network, "")]
    late = any(each.seconds_to(f1) is None for each in ours)
    ratio = float("inf") if late else _median(ours, f1) / _median(theirs, f1)
    return Row(f"{network}, F1 {f1}: {peer}", _text(ours, f1), _text(theirs, f1), ratio, TARGET)


def _median(trainings: Sequence[Training], f1: float) -> float:
    return median(training.seconds_to(f1) or training.seconds[-1] for training in trainings)


def _text(trainings: Sequence[Training], f1: float) -> str:
    reached = sum(training.seconds_to(f1) is not None for training in trainings)
    more = "> " if 2 * reached <= len(trainings) else ""
    return f"{more}{_median(trainings, f1):.1f} s ({reached}/{len(trainings)})"


def main(
    database: Annotated[str, typer.Option(help="The folder of the 48 recordings.")],
    network: Annotated[
        list[str], typer.Option(help=f"Only these: {', '.join(HANDOUT_F1)}. [all]", show_default=False)
    ] = [],  # noqa: B006 - typer
    seeds: Annotated[int, typer.Option(min=1, help="Trainings of each; their median counts.")] = 3,
    limit: Annotated[float, typer.Option(min=1, help="Seconds after which a training begins no further epoch.")] = 120,
    rows: Annotated[
        int, typer.Option(min=0, help="Ask the peers after so many beats; 0: after each epoch, as ours.")
    ] = 0,
    out: Annotated[Path | None, typer.Option(help="Write every training into this JSON file.")] = None,
) -> None:
    """Measure, print the table, and exit with 1 if a target is missed."""
    from rich.console import Console

    from ecgkit.database import DatabaseError, open_database

    console, trainings = Console(highlight=False), []
    if unknown := set(network) - set(HANDOUT_F1):
        raise typer.BadParameter(
            f"`network` must be one of {', '.join(HANDOUT_F1)}. Received {', '.join(sorted(unknown))}."
        )
    try:
        folder = str(open_database(database).path.resolve())
        make_environment("torch")
        with tempfile.TemporaryDirectory(prefix="training-") as place:
            for training in train_all(network or list(HANDOUT_F1), seeds, limit, rows, folder, Path(place)):
                trainings.append(training)
                name = ", ".join(filter(None, [training.network, f"seed {training.seed}", training.recipe]))
                curve = "  ".join(f"{s:.0f} s {f1:.3f}" for s, f1 in zip(training.seconds, training.f1, strict=True))
                console.print(f"{name}: F1 after {curve}", style="dim")
    except (DatabaseError, BenchmarkError) as error:
        typer.secho(f"Error: {error}", fg="red", err=True)
        raise typer.Exit(1) from error
    if out:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(json.dumps([asdict(training) for training in trainings], indent=1) + "\n")
    compared = rows_of(trainings)
    console.print(table(compared))
    raise typer.Exit(0 if all(row.is_met for row in compared) else 1)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    typer.run(main)
