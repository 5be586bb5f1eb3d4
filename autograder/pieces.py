"""One thing that one student handed in: a file, a folder, or a file of a class's archive."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .archives import Archive, Entry, is_archive, is_notebook
from .foreign import stem
from .limits import LIMITS
from .lms_names import Attempt, Owner, owner_of, plain_owner
from .notebook import MemoryFile


@dataclass(frozen=True)
class Piece:
    """One thing that one student handed in.

    Attributes:
        owner: the student.
        place: a file or folder, or a file of a class's archive.
        name: of the file, without what a platform put before it; "" for a folder.
        source: the folder or archive where it was found; what lies in one was handed in together.
        attempt: which of several files of this name is the latest.
    """

    owner: Owner
    place: Path | Packed
    name: str
    source: str
    attempt: Attempt

    @property
    def is_gradable(self) -> bool:
        """Whether there can be a notebook or script in it."""
        inside = self.place.entry.parts[:-1] if isinstance(self.place, Packed) else ()
        if is_notebook((*inside, self.name)) or self.name.lower().endswith(".zip"):
            return True
        return isinstance(self.place, Path) and (self.place.is_dir() or is_archive(self.place))


@dataclass(frozen=True)
class Packed:
    """A file of an archive that holds the submissions of a class."""

    archive: Archive
    entry: Entry

    def read(self, name: str) -> MemoryFile:
        """Unpack it."""
        most = LIMITS.archive_bytes if name.lower().endswith(".zip") else LIMITS.notebook_bytes
        return MemoryFile(name, self.archive.read(self.entry, most))


def alone(path: Path) -> Piece:
    """A file or folder of one student, named by a platform or like the student."""
    named = owner_of(path.name)
    if named:
        owner, rest, attempt = named
        return Piece(owner, path, rest or path.name, str(path.parent.resolve()), attempt)
    name = path.name if path.is_dir() else without_suffix(path.name)
    return Piece(plain_owner(name), path, path.name, str(path.parent.resolve()), Attempt(path.name))


def without_suffix(name: str) -> str:
    """The name of a file without what says that it is a notebook, a script or an archive."""
    return stem(name.split(".ipynb")[0].removesuffix(".py").removesuffix(".zip"))
