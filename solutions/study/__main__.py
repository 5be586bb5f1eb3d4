"""`python -m solutions.study`: train the reference networks, score them once on the test patients, and write the report."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from ecgkit import RecordError
from ecgkit.database import DatabaseError, open_database
from ecgkit.protocols import COURSE, PROTOCOLS
from ecgkit.whole_files import write_whole

from .networks import NETWORKS
from .recipe import quickened, recipe_for

if TYPE_CHECKING:
    from rich.console import Console

    from ecgkit.database import Database
    from ecgkit.protocols import Protocol

    from .beats import Beats
    from .recipe import Recipe

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=__doc__,
    no_args_is_help=True,
)

OUT = Path("out") / "study"

# typer reads the options' types at run time, and Optional is the form that all its versions know.
ProtocolOption = Annotated[str, typer.Option(help=f"{', '.join(PROTOCOLS)}.")]
NetworksOption = Annotated[
    Optional[list[str]],  # noqa: UP045
    typer.Option("--network", help=f"{', '.join(NETWORKS)}; can be repeated. \\[all]", show_default=False),
]
SeedsOption = Annotated[int, typer.Option(min=1, help="Trainings of each network: seeds 0, 1, ...")]
DatabaseOption = Annotated[str, typer.Option(help="A folder, stand-in, small or auto.")]
OutOption = Annotated[Path, typer.Option(help="Where networks and results go.")]
BudgetOption = Annotated[float, typer.Option(min=0, help="Seconds after which a training begins no further epoch.")]
EpochsOption = Annotated[
    Optional[int],  # noqa: UP045
    typer.Option(min=1, help="Instead of the recipe's, for a quick look.", show_default=False),
]
QuickOption = Annotated[bool, typer.Option("--quick", help="Fewer beats, larger steps: seconds a network.")]


@app.command()
def train(
    protocol: ProtocolOption = COURSE.name,
    network: NetworksOption = None,
    seeds: SeedsOption = 3,
    database: DatabaseOption = "auto",
    out: OutOption = OUT,
    budget: BudgetOption = 300,
    epochs: EpochsOption = None,
    quick: QuickOption = False,
) -> None:
    """Train networks; what is trained already is left, what was interrupted goes on."""
    with _said():
        chosen = PROTOCOLS[_known("--protocol", protocol, PROTOCOLS)]
        names = [_known("--network", name, NETWORKS) for name in dict.fromkeys(network or NETWORKS)]
        beats, _ = _opened(database, out)

        from ecgkit.protocols import parts_of

        from . import runs

        console, parts = _console(), parts_of(chosen, beats.record, beats.symbol)
        for name in names:
            for seed in range(seeds):
                trained = runs.Trained.in_folder(out, chosen, _recipe(chosen, name, epochs, quick), seed)
                state = " (done before)" if trained.is_done else ""
                _print(console, f"{chosen.name}, {name}, seed {seed}{state}", style="bold")
                runs.train(trained, beats, parts, budget=budget, say=lambda line: _print(console, "  " + line))
        _print(console, f"Networks: {out / chosen.name}. `python -m solutions.study evaluate` measures them.")


@app.command()
def evaluate(
    protocol: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(help=f"{', '.join(PROTOCOLS)}. \\[all that are trained]", show_default=False),
    ] = None,
    database: DatabaseOption = "auto",
    out: OutOption = OUT,
) -> None:
    """Score the trained networks on the test patients, each once, and write results.json and report.html."""
    with _said():
        from .folder import protocols_in

        wanted = [PROTOCOLS[_known("--protocol", protocol, PROTOCOLS)]] if protocol else list(PROTOCOLS.values())
        chosen = [each for each in protocols_in(out) if each in wanted]
        if not chosen:
            raise ValueError(
                f"`--out` must hold a trained network; {out} has none. Run `python -m solutions.study train`."
            )
        beats, opened = _opened(database, out)

        from .console import scores_table
        from .report import write_study
        from .results import measure

        console = _console()
        measured = measure(out, beats, chosen, lambda line: _print(console, line))
        measured |= {"database": opened.title, "is_stand_in": opened.is_stand_in}
        page = write_study(measured, out, beats)
        for name, of_protocol in measured["protocols"].items():
            console.print(scores_table(name, of_protocol))
        _print(console, f"Report: {page}")


@app.command()
def ideas(
    network: Annotated[str, typer.Option(help=f"{', '.join(NETWORKS)}.")] = "cnn",
    seeds: SeedsOption = 3,
    database: DatabaseOption = "auto",
    out: OutOption = OUT,
    budget: BudgetOption = 300,
    epochs: EpochsOption = None,
) -> None:
    """Take each idea of the recipe away, one at a time, and compare on validation patients; test patients are not touched."""
    with _said():
        recipe = _recipe(COURSE, _known("--network", network, NETWORKS), epochs)
        beats, _ = _opened(database, out)

        from ecgkit.protocols import parts_of

        from .console import ideas_table
        from .ideas import compare_ideas

        console = _console()
        compared = compare_ideas(
            recipe,
            beats,
            parts_of(COURSE, beats.record, beats.symbol),
            out / "ideas",
            seeds=seeds,
            heading=lambda line: _print(console, line, style="bold"),
            budget=budget,
            say=lambda line: _print(console, "  " + line),
        )
        path = out / "ideas.json"
        write_whole(path, json.dumps(compared, indent=1) + "\n")
        console.print(ideas_table(compared))
        _print(console, f"Numbers: {path}")


def _opened(database: str, out: Path) -> tuple[Beats, Database]:
    """The rows of a database, if it is the one that the folder knows."""
    from .beats import read_beats
    from .folder import note_database

    opened = open_database(database)
    beats = read_beats(opened)
    note_database(out, opened)
    return beats, opened


def _recipe(protocol: Protocol, network: str, epochs: int | None, quick: bool = False) -> Recipe:
    recipe = recipe_for(protocol, network)
    if quick:
        recipe = quickened(recipe)
    return recipe if epochs is None else replace(recipe, epochs=epochs)


def _known(option: str, value: str, choices: Any) -> str:
    if value not in choices:
        raise ValueError(f"`{option}` must be one of {', '.join(choices)}. Received {value!r}.")
    return value


@contextmanager
def _said() -> Iterator[None]:
    """What went wrong, as one line and exit code 1."""
    try:
        yield
    except (DatabaseError, RecordError, ValueError, OSError) as error:
        typer.secho(f"Error: {error}", fg="red", err=True)
        raise typer.Exit(1) from error
    except KeyboardInterrupt as error:
        typer.secho(
            "Stopped. The same command goes on where it was; finished epochs and test results are kept.",
            fg="red",
            err=True,
        )
        raise typer.Exit(1) from error


def _console() -> Console:
    from rich.console import Console

    return Console(highlight=False)


def _print(console: Console, line: str, style: str = "") -> None:
    from rich.text import Text

    console.print(Text(line, style=style), soft_wrap=True)


if __name__ == "__main__":
    app(prog_name="python -m solutions.study")
