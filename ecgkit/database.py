"""`open_database` finds the recordings (your folder, the downloaded copy, else the stand-in) and says which it took."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Literal

from .download import cache_folder, download_folder, missing_files
from .plain_errors import PlainError
from .records import Record, read_record

#: The course split. Records 201 and 202 are one person, so both are on the same side.
TRAIN_RECORDS = tuple(
    map(str, [*range(100, 110), *range(111, 120), *range(121, 125), *range(200, 204), 205, *range(207, 211)])
)
TEST_RECORDS = tuple(map(str, [*range(212, 216), 217, *range(219, 224), 228, *range(230, 235)]))

Size = Literal["full", "small"]

#: The stand-in's patients when nobody asks for others.
STAND_IN_SEED = 0


class DatabaseError(PlainError, ValueError):
    """The recordings cannot be found or opened; the message says why and what to do."""


def open_database(path: str | Path | None = None, *, quiet: bool = False) -> Database:
    """Open the recordings, and print a line that says which ones they are.

    Looked for in this order: `path`, or the environment variable `ECGKIT_DATABASE`; the copy that
    `ecgkit download` got; else the stand-in, a synthetic database that is written once to the user's cache.

    Args:
        path: a folder of WFDB records; "stand-in" for the synthetic database, "small" for a few minutes of it;
            "auto", like None, to look in the order above.
        quiet: print nothing.

    Returns:
        The database.

    Raises:
        DatabaseError: `path` holds no complete database. Another one is never taken in its place.
    """
    if path == "":
        raise DatabaseError('The database must be a folder. Received an empty text: "auto" looks for one.')
    is_given = path is not None and path != "auto"
    choice = path if is_given else os.environ.get("ECGKIT_DATABASE")
    if choice and choice != "auto":
        database = _open_choice(choice, "The database" if is_given else "`ECGKIT_DATABASE`", quiet)
        remark = ""
    else:
        database, remark = _find_database(quiet)
    if not quiet:
        print(f"Database: {database.title}, {len(database)} records in {_short(database.path)}{remark}")
    return database


class Database:
    """The recordings of one folder.

    Its records are light: samples are read when `p_signal` is first used, and only the last few stay in memory.

    Attributes:
        path: the folder.
        record_names: names of the records, in the order of the file RECORDS.
        is_stand_in: whether the recordings are synthetic.
        title: what they are; belongs on every result.
    """

    def __init__(self, path: str | Path):
        """Open the folder `path` and check that every record has its three files.

        Args:
            path: a folder of WFDB records; with a file RECORDS that lists them, or without.

        Raises:
            DatabaseError: there is no such folder, or it holds no complete record; says what to do.
        """
        self.path = _existing_folder(Path(path).expanduser(), "The database")
        self.record_names = _listed_records(self.path)
        _check_complete(self.path, self.record_names, is_stand_in=self.is_stand_in)
        self._records: dict[str, Record] = {}

    @property
    def is_stand_in(self) -> bool:
        return self._stand_in is not None

    @property
    def title(self) -> str:
        if self._stand_in is not None:
            size = "" if self._stand_in.size == "full" else f", {self._stand_in.size}"
            return f"stand-in (synthetic), seed {self._stand_in.seed}{size}"
        if set(self.record_names) <= {*TRAIN_RECORDS, *TEST_RECORDS}:
            return "MIT-BIH Arrhythmia Database"
        return f"recordings of {self.path.name}"

    @cached_property
    def _stand_in(self):
        from .standin import standin_info

        return standin_info(self.path)

    def record(self, name: str | int) -> Record:
        """Return the record called `name`, such as "100".

        Raises:
            DatabaseError: there is no such record.
            RecordError: it is damaged.
        """
        key = str(name)
        if key not in self.record_names:
            *some, last = self.record_names
            shown = [*some, last] if len(some) < 4 else [*some[:3], f"... {last}"]
            raise DatabaseError(
                f"`name` must be one of the {len(self)} records of the {self.title} ({', '.join(shown)}). "
                f"Received {name!r}."
            )
        if key not in self._records:
            self._records[key] = read_record(self.path / key)
        return self._records[key]

    def records(self, names: Iterable[str | int] | None = None) -> list[Record]:
        """Return the records called `names`, or all of them, in order."""
        if isinstance(names, str):
            raise TypeError(f"`names` must be a list of names. Received the string {names!r}; use record({names!r}).")
        return [self.record(name) for name in (self.record_names if names is None else names)]

    @property
    def train_names(self) -> tuple[str, ...]:
        """Names of the course's training records (100 to 210) that are here."""
        return tuple(name for name in self.record_names if name in TRAIN_RECORDS)

    @property
    def test_names(self) -> tuple[str, ...]:
        """Names of the course's test records (212 to 234) that are here: patients that no training record has."""
        return tuple(name for name in self.record_names if name in TEST_RECORDS)

    @property
    def train(self) -> list[Record]:
        """The course's training records."""
        return self.records(self.train_names)

    @property
    def test(self) -> list[Record]:
        """The course's test records."""
        return self.records(self.test_names)

    def __len__(self) -> int:
        return len(self.record_names)

    def __iter__(self) -> Iterator[Record]:
        return (self.record(name) for name in self.record_names)

    def __contains__(self, name: object) -> bool:
        return str(name) in self.record_names

    def __repr__(self) -> str:
        return f"<Database: {self.title}, {len(self)} records in {self.path}>"


def write_stand_in(
    directory: str | Path, *, seed: int = STAND_IN_SEED, size: Size = "full", quiet: bool = False
) -> Path:
    """Write a stand-in database with a progress bar.

    Args:
        directory: the new folder.
        seed: a whole number; each one makes other patients.
        size: "full" for 48 records of 30 minutes, "small" for a few of a few minutes.
        quiet: show no bar.

    Returns:
        The folder.

    Raises:
        DatabaseError: `directory` cannot be written.
    """
    target = Path(directory).expanduser()
    try:
        return _write_with_bar(target, seed, size, quiet)
    except OSError as error:
        if error.errno is None:  # write_database's own refusal to replace other files
            raise DatabaseError(str(error)) from error
        raise DatabaseError(
            f"The stand-in cannot be written to {target} ({error.strerror or error}). Give a new folder, "
            "or set ECGKIT_CACHE to one that you can write to."
        ) from error


def _open_choice(choice: str | Path, argument: str, quiet: bool) -> Database:
    if choice in ("stand-in", "small"):
        return _open_stand_in("full" if choice == "stand-in" else "small", quiet)
    return Database(_existing_folder(Path(choice).expanduser(), argument))


def _find_database(quiet: bool) -> tuple[Database, str]:
    downloaded = download_folder()
    missing = missing_files(downloaded) if downloaded.is_dir() else None
    if missing == []:
        return Database(downloaded), ""
    remark = ". Run `ecgkit download` for the real recordings."
    if missing:
        remark = f". The download lacks {len(missing)} files: run `ecgkit download` to finish it."
    return _open_stand_in("full", quiet), remark


def _open_stand_in(size: Size, quiet: bool) -> Database:
    folder = cache_folder() / ("stand-in" if size == "full" else f"stand-in-{size}")
    # Does nothing when it is there already; an earlier version of it is replaced.
    return Database(write_stand_in(folder, size=size, quiet=quiet))


def _write_with_bar(target: Path, seed: int, size: Size, quiet: bool) -> Path:
    from rich.console import Console
    from rich.progress import Progress

    from .standin import write_database

    # In a notebook rich would warn on stderr that ipywidgets is missing, or, as kernels ask for colours, take it for a terminal
    # and write a line each moment.
    console = Console(force_jupyter=False, force_terminal=sys.stdout.isatty())
    with Progress(console=console, transient=True, disable=quiet or not console.is_terminal) as bar:
        task = bar.add_task("Writing the stand-in, once", total=None, visible=False)

        def show(done: int, total: int) -> None:
            if done == 1 and not quiet and not console.is_terminal:
                print(f"Writing the stand-in, once: {total} recordings ...", flush=True)
            bar.update(task, completed=done, total=total, visible=True)

        return write_database(target, seed=seed, size=size, progress=show)


def _existing_folder(path: Path, argument: str) -> Path:
    if not path.is_dir():
        received = "a file" if path.exists() else "no such folder"
        raise DatabaseError(
            f"{argument} must be a folder of WFDB records (100.hea, 100.dat, 100.atr, ...). Received {path}: {received}. "
            'Correct it, run `ecgkit download`, or use "stand-in" for the synthetic recordings.'
        )
    try:
        os.listdir(path)
    except PermissionError as error:
        raise DatabaseError(
            f"{argument} cannot be read: you may not list the folder {path}. Ask its owner, or copy it to one of yours."
        ) from error
    return path


def _listed_records(path: Path) -> tuple[str, ...]:
    listing = path / "RECORDS"
    if listing.is_file():
        names = tuple(listing.read_text(errors="replace").split())
    else:
        # A record that has lost its header is missing, not absent.
        names = tuple(sorted({file.stem for suffix in (".hea", ".atr") for file in path.glob(f"*{suffix}")}))
    if not names:
        inside = next((header.parent for header in path.glob("*/*.hea")), None)
        hint = f"Did you mean {inside}?" if inside else "Run `ecgkit download` to get the MIT-BIH recordings."
        raise DatabaseError(f"There is no recording (.hea) in {path}. {hint}")
    return names


def _check_complete(path: Path, names: tuple[str, ...], *, is_stand_in: bool) -> None:
    wanted = [name + suffix for name in names for suffix in (".hea", ".dat", ".atr")]
    missing = [name for name in wanted if not (path / name).is_file()]
    if missing:
        shown = ", ".join(missing[:3]) + (", ..." if len(missing) > 3 else "")
        download = f"Run `ecgkit download --directory {path}` to complete it."
        rewrite = "Delete the folder; the stand-in is written again when you open it."
        raise DatabaseError(
            f"The database in {path} is incomplete: {len(missing)} of {len(wanted)} files are missing ({shown}). "
            f"{rewrite if is_stand_in else download}"
        )


def _short(path: Path) -> str:
    """Return the path as a person writes it, with ~ for the home folder."""
    home = Path.home()
    return f"~/{path.relative_to(home)}" if path.is_relative_to(home) and path != home else str(path)
