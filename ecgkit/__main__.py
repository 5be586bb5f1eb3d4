"""The command line: `ecgkit download`, `ecgkit standin`, `ecgkit info` and `ecgkit checkpoints`."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable, Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

if TYPE_CHECKING:
    from rich.table import Table

    from .database import Database
    from .records import Record

app = typer.Typer(
    help="ECG recordings for the course: get them, look at them.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
checkpoints_app = typer.Typer(help="Arrays that one task saved for the next ones.", no_args_is_help=True)
app.add_typer(checkpoints_app, name="checkpoints")


class Size(StrEnum):
    """Sizes of the stand-in."""

    full = "full"
    small = "small"


# typer reads the options' types at run time, and Optional is the form that all its versions know.
DirectoryOption = Annotated[Optional[Path], typer.Option("--directory", help="Where the files go. \\[user's cache]")]  # noqa: UP045
BaseUrlOption = Annotated[Optional[str], typer.Option("--base-url", help="Where to get them. [PhysioNet]")]  # noqa: UP045
DatabaseOption = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option("--database", help="A folder, stand-in, small or auto. \\[auto]"),
]


def _in_one_sentence(command: Callable) -> Callable:
    """Make a command end with a red sentence and exit code 1 where ecgkit has one, instead of a traceback."""

    @functools.wraps(command)
    def run(*args, **kwargs):
        try:
            return command(*args, **kwargs)
        except (ValueError, RuntimeError) as error:
            if isinstance(error, typer.Exit) or not type(error).__module__.startswith("ecgkit."):
                raise
            typer.secho(f"Error: {error}", fg="red", err=True)
        except KeyboardInterrupt:
            typer.secho("Stopped. Run the same again to go on.", fg="red", err=True)
        raise typer.Exit(1)

    return run


@app.command()
@_in_one_sentence
def download(directory: DirectoryOption = None, base_url: BaseUrlOption = None) -> None:
    """Get the MIT-BIH recordings from PhysioNet (100 MB).

    Every file is checked; run it again after a broken connection and it goes on where it stopped.
    """
    from .download import download as fetch

    folder = fetch(directory, base_url=base_url)
    typer.echo(f"The MIT-BIH recordings are in {folder}")
    if directory is not None:
        typer.echo("To use them, set ECGKIT_DATABASE to this folder.")


@app.command()
@_in_one_sentence
def standin(
    directory: Annotated[Path, typer.Argument(help="The new folder.", show_default=False)],
    seed: Annotated[int, typer.Option(min=0, help="Each number makes other patients.")] = 0,
    size: Annotated[Size, typer.Option(help="48 records of 30 minutes, or a few minutes.")] = Size.full,
) -> None:
    """Write a stand-in: synthetic recordings with the names and the beats of MIT-BIH."""
    from .database import Database, write_stand_in

    database = Database(write_stand_in(directory, seed=seed, size=size.value))
    typer.echo(f"Wrote {database.title}, {len(database)} records in {database.path}")


@app.command()
@_in_one_sentence
def info(
    record: Annotated[Optional[str], typer.Argument(help="A record, such as 100.", show_default=False)] = None,  # noqa: UP045
    database: DatabaseOption = None,
) -> None:
    """Show what the database, or one record, holds."""
    from rich.console import Console

    from .database import open_database

    opened = open_database(database)
    tables = _record_tables(opened.record(record)) if record else _database_tables(opened)
    for table in tables:
        Console().print(table)


@checkpoints_app.command("list")
@_in_one_sentence
def list_checkpoints() -> None:
    """Show what is saved."""
    from rich.console import Console

    from . import checkpoints

    saved = checkpoints.saved()
    if not saved:
        typer.echo(f"No checkpoint in {checkpoints.checkpoints_folder()}")
        return
    table = _table("task", "array", "shape", "MB", "database", right=(0, 3))
    for task, entry in saved.items():
        for name, array in entry["arrays"].items():
            shape = " x ".join(map(str, array["shape"]))
            table.add_row(str(task), name, shape, f"{array['bytes'] / 1e6:.1f}", entry["database"] or "not named")
    Console().print(table)


@checkpoints_app.command("clear")
@_in_one_sentence
def clear_checkpoints(
    task: Annotated[Optional[int], typer.Option(min=1, max=8, help="Only this task. \\[all]")] = None,  # noqa: UP045
) -> None:
    """Delete what is saved."""
    from . import checkpoints

    typer.echo(f"Deleted {checkpoints.clear(task)} in {checkpoints.checkpoints_folder()}")


def _record_tables(record: Record) -> Iterable[Table]:
    import numpy as np

    facts = _table("", "", header=False)
    facts.add_row("leads", ", ".join(record.sig_name))
    facts.add_row("fs", f"{record.fs:g} Hz")
    facts.add_row("length", f"{record.sig_len / record.fs / 60:.1f} min, {record.sig_len:,} samples a lead")
    low, high = np.nanmin(record.p_signal, axis=0), np.nanmax(record.p_signal, axis=0)
    facts.add_row("range", ", ".join(f"{a:.2f} to {b:.2f} mV" for a, b in zip(low, high, strict=True)))
    if invalid := int(np.isnan(record.p_signal).sum()):
        facts.add_row("invalid", f"{invalid:,} samples are marked so (NaN)")
    return facts, _symbol_table(Counter(record.symbol))


def _database_tables(database: Database) -> Iterable[Table]:
    overview = _table("record", "leads", "fs", "min", "beats", "abnormal", right=(2, 3, 4, 5))
    total: Counter[str] = Counter()
    for record in database:
        counts = Counter(record.symbol)
        total += counts
        normal, abnormal = _beats(counts)
        share = f"{abnormal / (normal + abnormal):.1%}" if normal + abnormal else "no beat"
        minutes = f"{record.sig_len / record.fs / 60:.1f}"
        leads = ", ".join(record.sig_name)
        overview.add_row(record.record_name, leads, f"{record.fs:g}", minutes, f"{normal + abnormal:,}", share)
    return overview, _symbol_table(total)


def _beats(counts: Counter[str]) -> tuple[int, int]:
    from .symbols import ABNORMAL_SYMBOLS, NORMAL_SYMBOL

    return counts[NORMAL_SYMBOL], sum(counts[symbol] for symbol in ABNORMAL_SYMBOLS)


def _symbol_table(counts: Counter[str]) -> Table:
    from .symbols import MEANINGS

    table = _table("symbol", "count", "meaning", right=(1,))
    for symbol, count in counts.most_common():
        table.add_row(symbol, f"{count:,}", MEANINGS.get(symbol, "unknown"))
    normal, abnormal = _beats(counts)
    table.caption = f"{normal:,} normal and {abnormal:,} abnormal beats; the rest is not counted as a beat."
    table.caption_justify = "left"
    return table


def _table(*columns: str, right: Iterable[int] = (), header: bool = True) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD if header else None, show_header=header, pad_edge=False)
    for position, column in enumerate(columns):
        table.add_column(column, justify="right" if position in right else "left")
    return table


if __name__ == "__main__":
    app(prog_name="ecgkit")
