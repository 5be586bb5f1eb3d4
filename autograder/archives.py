"""Read a zip archive without trusting a word of it: nothing is written to disk under a name that stands in it.

Only notebooks and scripts are unpacked, into memory, and each no further than a notebook may be long. So a path that
leads elsewhere is a label, a link is no file, and a bomb costs what a large notebook costs. What an archive may hold:
https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT; how one deceives: https://www.bamsoftware.com/hacks/zipbomb/.
"""

from __future__ import annotations

import io
import re
import stat
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

from .foreign import refusal
from .limits import LIMITS
from .notebook import MemoryFile, SubmissionError, open_regular

#: The last two are what browsers make of a notebook.
NOTEBOOK_SUFFIXES = (".ipynb", ".py", ".ipynb.txt", ".ipynb.json")
IGNORED_FOLDERS = frozenset({
    ".ipynb_checkpoints", "__pycache__", "__MACOSX", ".venv", "venv", "env", "site-packages", ".git", "node_modules",
})  # fmt: skip
#: The packages that students are given with the notebooks.
_GIVEN = ("ecgkit", "autograder")
_MAGIC = b"PK\x03\x04", b"PK\x05\x06"
_UTF8, _ENCRYPTED = 0x800, 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DRIVE = re.compile(r"[A-Za-z]:")
_LONGEST_NAME = 200
_AGAIN = "Make it again and hand it in again, or hand in the notebooks (.ipynb) themselves."


@dataclass(frozen=True)
class Entry:
    """One regular file of an archive.

    Attributes:
        parts: its folders and its name, without anything that leads out of the archive.
        info: where it lies.
    """

    parts: tuple[str, ...]
    info: zipfile.ZipInfo

    @property
    def name(self) -> str:
        """Its last part."""
        return self.parts[-1]


class Archive:
    """A zip archive.

    Args:
        file: where it lies, or the archive itself.
        directory_bytes: size of its list of files; a student's archive may have less than that of a class.

    Attributes:
        name: of the archive.
        entries: its regular files, in its own order.

    Raises:
        SubmissionError: it cannot be read; says why.
    """

    def __init__(self, file: Path | MemoryFile, directory_bytes: int = LIMITS.archive_directory_bytes) -> None:
        self.name = file.name
        self._file = io.BytesIO(file.content) if isinstance(file, MemoryFile) else open_regular(file)
        try:
            self._refuse_others()
            reads = _ShortReads(self._file, directory_bytes, file.name)
            self._zip = zipfile.ZipFile(reads)  # type: ignore[arg-type]
            reads.end()
            self.entries = list(_entries(self._zip.infolist()))
            self._refuse_overlaps()
        except Exception as error:
            self.close()
            raise self._damaged(error) from error

    def read(self, entry: Entry, most: int = LIMITS.notebook_bytes) -> bytes:
        """Unpack one file.

        Args:
            entry: one of this archive's.
            most: bytes; a longer one is refused before it is unpacked to its end.

        Raises:
            SubmissionError: it cannot be unpacked; says why.
        """
        if entry.info.flag_bits & _ENCRYPTED:
            raise SubmissionError(f"{self.name} is locked with a password: make it again without one.")
        if entry.info.compress_type not in _METHODS:
            raise SubmissionError(
                f"{entry.name} in {self.name} is compressed in an uncommon way: make the zip with your own system's program."
            )
        try:
            with self._zip.open(entry.info) as file:
                content = file.read(most + 1)
        except Exception as error:
            raise self._damaged(error) from error
        if len(content) > most:
            raise SubmissionError(
                f"{entry.name} in {self.name} is larger than {most / 2**20:.0f} MB. Clear all outputs and save it again."
            )
        return content

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _refuse_others(self) -> None:
        """What is called .zip may be another archive."""
        sentence = refusal(self.name, self._file.read(512))
        self._file.seek(0)
        if sentence:
            raise SubmissionError(sentence)

    def _damaged(self, error: Exception) -> SubmissionError:
        """Whatever the standard library stumbles over: it was not written for archives that lie."""
        if isinstance(error, SubmissionError):
            return error
        if isinstance(error, UnicodeDecodeError):
            return SubmissionError(f"{self.name} holds a file name that is no text: rename the file. {_AGAIN}")
        return SubmissionError(f"{self.name} is not a whole zip archive: it is damaged or cut off. {_AGAIN}")

    def _refuse_overlaps(self) -> None:
        """Files that share their bytes: a bomb of that kind unpacks a hundred million times."""
        places = sorted((info.header_offset, info.compress_size) for info in self._zip.infolist())
        header = zipfile.sizeFileHeader  # type: ignore[attr-defined]
        if any(start + header + size > following for (start, size), (following, _) in pairwise(places)):
            raise SubmissionError(f"{self.name} is not a whole zip archive: its files lie over each other. {_AGAIN}")


class _ShortReads:
    """A file for `zipfile`, which reads the whole list of files at once, however long the archive says it is."""

    def __init__(self, file: BinaryIO, most: int, name: str) -> None:
        self._file, self._most, self._name = file, most, name
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable

    def end(self) -> None:
        """The list is read: a notebook may be longer than a list."""
        self.read = self._file.read  # type: ignore[assignment, method-assign]

    def read(self, size: int = -1) -> bytes:
        """As of a file, but not more than a list of files may be long."""
        content = self._file.read(self._most + 1 if size < 0 else min(size, self._most + 1))
        if len(content) > self._most:
            raise SubmissionError(f"{self._name} holds more files than are accepted: hand in the notebooks alone.")
        return content


def is_archive(path: Path | MemoryFile) -> bool:
    """Whether a file is a zip archive, by its name or by its first bytes."""
    if path.name.lower().endswith(".zip"):
        return True
    if isinstance(path, MemoryFile):
        return path.content.startswith(_MAGIC)
    try:
        with open_regular(path) as file:
            return file.read(4).startswith(_MAGIC)
    except SubmissionError:
        return False


def unpack(file: Path | MemoryFile) -> list[MemoryFile]:
    """The notebooks and scripts of a student's archive, notebooks first.

    Raises:
        SubmissionError: it cannot be read, or holds too many of them.
    """
    archive = Archive(file)
    try:
        wanted = [entry for entry in archive.entries if is_notebook(entry.parts)]
        by_parts = {entry.parts: entry for entry in wanted}
        if len(by_parts) > LIMITS.files:
            raise SubmissionError(
                f"{file.name} holds {len(by_parts)} notebooks and scripts; at most {LIMITS.files} are accepted."
            )
        twice = {entry.parts for entry in wanted if by_parts[entry.parts] is not entry}
        return _contents(archive, [by_parts[parts] for parts in sorted(by_parts, key=notebooks_first)], twice)
    finally:
        archive.close()


def _contents(archive: Archive, entries: Iterable[Entry], twice: set[tuple[str, ...]]) -> list[MemoryFile]:
    files, left = [], LIMITS.submission_bytes
    for entry in entries:
        content = archive.read(entry)
        left -= len(content)
        if left < 0:
            raise too_large(archive.name)
        note = f"{entry.name}: stands more than once in {archive.name}; the last one counts"
        files.append(MemoryFile(entry.name, content, (note,) if entry.parts in twice else ()))
    return files


def too_large(name: str) -> SubmissionError:
    """The sentence for notebooks that are too large together."""
    return SubmissionError(
        f"The notebooks and scripts of {name} have more than {LIMITS.submission_bytes / 2**20:.0f} MB together. "
        "Clear all outputs and save them again."
    )


def is_notebook(parts: tuple[str, ...]) -> bool:
    """Whether a path, part by part, is that of a student's notebook or script. macOS puts a "._" file beside each."""
    return (
        parts[-1].lower().endswith(NOTEBOOK_SUFFIXES)
        and not parts[-1].startswith("._")
        and IGNORED_FOLDERS.isdisjoint(parts[:-1])
        and not any(parts[place:] in _given() for place, part in enumerate(parts[:-1]) if part in _GIVEN)
    )


@cache
def _given() -> frozenset[tuple[str, ...]]:
    """The course's own scripts, part by part: many hand in the whole folder that they were given."""
    course = Path(__file__).resolve().parents[1]
    return frozenset(path.relative_to(course).parts for package in _GIVEN for path in (course / package).rglob("*.py"))


def notebooks_first(parts: tuple[str, ...]) -> tuple[bool, tuple[str, ...]]:
    """The order in which the files of a submission are read."""
    return not parts[-1].lower().endswith(".ipynb"), parts


def _entries(infos: Iterable[zipfile.ZipInfo]) -> Iterable[Entry]:
    for info in infos:
        mode = info.external_attr >> 16
        parts = _parts(_name(info))
        # A link, a device, a pipe; no mode at all is what Windows writes.
        is_odd = stat.S_IFMT(mode) not in (0, stat.S_IFREG)
        if parts and not is_odd and not info.filename.endswith(("/", "\\")):
            yield Entry(parts, info)


def _name(info: zipfile.ZipInfo) -> str:
    """The name as it was meant: macOS writes UTF-8 and does not say so, and `zipfile` then reads it as CP437."""
    if not info.flag_bits & _UTF8:
        try:
            return info.filename.encode("cp437").decode("utf-8")
        except UnicodeError:
            pass
    return info.filename


def _parts(name: str) -> tuple[str, ...]:
    parts = [part.strip() for part in name.replace("\\", "/").split("/")]
    return tuple(part[-_LONGEST_NAME:] for part in parts if part not in ("", ".", "..") and not _DRIVE.fullmatch(part))
