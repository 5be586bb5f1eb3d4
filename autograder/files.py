"""Which files of what was handed in are graded: notebooks and scripts, of a folder, of an archive, or one alone."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from .archives import IGNORED_FOLDERS, is_archive, is_notebook, notebooks_first, too_large, unpack
from .foreign import INSTEAD
from .isolation import ROOT
from .limits import LIMITS
from .notebook import MemoryFile, SubmissionError, open_regular, read_bytes

_DEEPEST, _WIDEST = 8, 200
#: Bytes of a file that are looked at: with keys in the order of the alphabet, the cells come first.
_BEGINNING = 2**20


def submission_files(submitted: Path | Sequence[MemoryFile]) -> list[Path | MemoryFile]:
    """The notebooks and scripts of a submission; the word "solutions" means the reference.

    Args:
        submitted: a notebook, a percent script, a zip archive or a folder of them; or files that lie in memory.

    Raises:
        SubmissionError: nothing is there to grade.
    """
    if not isinstance(submitted, Path):
        return _bounded(list(submitted), "Your submission")
    if not submitted.exists():
        raise SubmissionError(f"There is no file or folder {submitted}.")
    if submitted.resolve() == (ROOT / "solutions").resolve():
        return [*sorted(submitted.glob("task*/*.py"))]
    if not submitted.is_dir() and not is_archive(submitted):
        return [submitted]
    return _bounded(files_of(submitted), submitted.name)


def files_of(submitted: Path | MemoryFile) -> list[Path | MemoryFile]:
    """The notebooks and scripts of a folder or an archive, or the one file; nothing may be there.

    Raises:
        SubmissionError: it is an archive that cannot be read; one in a folder says so when it is looked at.
    """
    if isinstance(submitted, Path) and submitted.is_dir():
        found = sorted(_files_below(submitted), key=lambda file: notebooks_first(file.parts))
        found = found or sorted(filter(_holds_cells, _files_below(submitted, of_any_name=True)))
        return within_bounds(map(files_or_fault, found), submitted.name)
    return [*unpack(submitted)] if is_archive(submitted) else [submitted]


def within_bounds(groups: Iterable[list[Path | MemoryFile]], name: str) -> list[Path | MemoryFile]:
    """All files of some archives and files, each unpacked only if those before it leave room.

    Raises:
        SubmissionError: what was unpacked is too large together, or too many.
    """
    files: list[Path | MemoryFile] = []
    left = LIMITS.submission_bytes
    for group in groups:
        files += group
        left -= sum(len(file.content) for file in group if isinstance(file, MemoryFile))
        if len(files) > LIMITS.files:
            raise SubmissionError(
                f"{name} holds {len(files)} or more notebooks and scripts; at most {LIMITS.files} are accepted."
            )
        if left < 0:
            raise too_large(name)
    return files


def files_or_fault(submitted: Path | MemoryFile) -> list[Path | MemoryFile]:
    """The same as `files_of`, beside others: an archive that cannot be read must not cost what is right."""
    try:
        return files_of(submitted)
    except SubmissionError as error:
        return [MemoryFile(submitted.name, b"", fault=str(error))]


def in_memory(files: Sequence[Path | MemoryFile], name: str) -> list[MemoryFile]:
    """The same files, read; one that cannot be says so when it is looked at.

    Raises:
        SubmissionError: they are too large together.
    """
    contents, left = [], LIMITS.submission_bytes
    for file in files:
        contents.append(file if isinstance(file, MemoryFile) else _read(file))
        left -= len(contents[-1].content)
        if left < 0:
            raise too_large(name)
    return contents


def _read(file: Path) -> MemoryFile:
    try:
        return MemoryFile(file.name, read_bytes(file))
    except SubmissionError as error:
        return MemoryFile(file.name, b"", fault=str(error))


def _bounded(files: list[Path | MemoryFile], name: str) -> list[Path | MemoryFile]:
    if not files:
        raise SubmissionError(f"{name} holds no notebook (.ipynb) and no percent script (.py): {INSTEAD}")
    return within_bounds([files], name)


def _holds_cells(path: Path) -> bool:
    """Whether a file is a notebook by what is in it: a browser may have called it `task2.json`, `task2` or `task2.ipynb (1)`."""
    try:
        with open_regular(path) as file:
            start = file.read(_BEGINNING)
    except SubmissionError:
        return False
    return start.lstrip().startswith(b"{") and b'"cells"' in start


def _files_below(path: Path, *, of_any_name: bool = False) -> Iterator[Path]:
    """Regular files of a folder that are notebooks, scripts or archives, by their names, or all of them.

    Links, pipes and devices are passed over, and deep folders too.
    """
    count = 0
    for place, folders, names in os.walk(path):
        inside = Path(place).relative_to(path).parts
        folders[:] = [] if len(inside) >= _DEEPEST else sorted(set(folders) - IGNORED_FOLDERS)[:_WIDEST]
        wanted = (
            name for name in names if of_any_name or is_notebook((*inside, name)) or name.lower().endswith(".zip")
        )
        for file in (Path(place, name) for name in wanted):
            if _is_regular(file):
                count += 1
                yield file
            if count > LIMITS.files:
                return


def _is_regular(file: Path) -> bool:
    """Whether a file is no link, pipe or device; what lies in a closed folder is none of anybody's."""
    try:
        return stat.S_ISREG(file.lstat().st_mode)
    except OSError:
        return False
