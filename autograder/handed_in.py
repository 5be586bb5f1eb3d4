"""Turn any mix of what platforms and people hand over into one entry a student: folders, files, zips of one or of all."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from pathlib import Path

from .files import files_or_fault, in_memory, submission_files, within_bounds
from .foreign import INSTEAD
from .layouts import Search, children_of, is_of_an_assignment
from .lms_names import Owner
from .notebook import MemoryFile, SubmissionError
from .one_class import of_one_class, short_paths, with_whole_names
from .pieces import Piece


@dataclass
class HandedIn:
    """All that one student handed in.

    Attributes:
        owner: the student.
        pieces: what counts.
        notes: what was passed over, for the report.
    """

    owner: Owner
    pieces: list[Piece]
    notes: list[str] = field(default_factory=list)

    @property
    def places(self) -> list[str]:
        """Where it was found: paths of folders or archives."""
        return list(dict.fromkeys(piece.source for piece in self.pieces))

    def is_named(self, submitted: Collection[Path]) -> bool:
        """Whether all of it was named by whoever grades, not by whoever made a folder or an archive around it."""
        return all(piece.place in submitted for piece in self.pieces)

    @cached_property
    def path(self) -> Path | None:
        """The file or folder, if it is only one that lies on disk."""
        places = [piece.place for piece in self.pieces if piece.is_gradable]
        return places[0] if len(self.pieces) == len(places) == 1 and isinstance(places[0], Path) else None

    def doubt(self, names: Sequence[str], *, is_only: bool) -> str:
        """What to ask whoever grades, if this could be several students; "" if nothing.

        Args:
            names: of its files.
            is_only: whether no other student was found.
        """
        folders = [folder.name for folder in _folders_of_notebooks(self.path)] if self.path else []
        if len(folders) < 2 and not (is_only and len(names) > 1):
            return ""
        shown = ", ".join((folders or list(names))[:3]) + (", ..." if len(folders or names) > 3 else "")
        what = f"The folders {shown}" if folders else f"{len(names)} files ({shown})"
        advice = "grade the folders alone" if folders else "unpack them and name them one by one, as in FOLDER/*"
        return f"{what} were taken for those of one student, {self.owner.student}. If each is of another student, {advice}."

    def files(self) -> list[MemoryFile]:
        """The notebooks and scripts, read.

        Raises:
            SubmissionError: there is none, or they are too many or too large.
        """
        if self.path is not None:
            return in_memory(submission_files(self.path), self.path.name)
        pieces = [piece for piece in self.pieces if piece.is_gradable]
        # A browser may have saved a notebook as .json.
        pieces = pieces or [piece for piece in self.pieces if piece.name.lower().endswith(".json")]
        name = "Your submission"
        found = within_bounds(map(_files_of, pieces), name)
        return in_memory(submission_files(in_memory(found, name)), name) if found else _nothing(self.pieces)


def _files_of(piece: Piece) -> list[Path | MemoryFile]:
    try:
        return files_or_fault(piece.place if isinstance(piece.place, Path) else piece.place.read(piece.name))
    except SubmissionError as error:
        return [MemoryFile(piece.name, b"", fault=str(error))]


def _folders_of_notebooks(path: Path) -> list[Path]:
    """The folders right below that hold notebooks, unless their names are those of assignments."""
    return [
        child
        for child in children_of(path)
        if child.is_dir()
        and not is_of_an_assignment(child)
        and any(each.suffix == ".ipynb" for each in children_of(child))
    ]


def _nothing(pieces: Sequence[Piece]) -> list[MemoryFile]:
    names = ", ".join(piece.name or piece.source for piece in pieces[:5])
    raise SubmissionError(
        f"Your submission holds no notebook (.ipynb) and no percent script (.py), but {names}: {INSTEAD}"
    )


def handed_in(submitted: Iterable[Path], *, same_class: bool = False) -> tuple[list[HandedIn], list[str]]:
    """Find the students.

    Args:
        submitted: in any mix: a student's notebook, script, zip or folder; a folder of those; nbgrader's course folder,
            `submitted/` or `downloaded/`; what Canvas, Moodle or Blackboard give for a class, zipped or unpacked.
        same_class: several of these are of one class, so that what one holds may join or replace what another does.

    Returns:
        One entry a student, sorted by name, and a line for each thing that belongs to nobody.

    Raises:
        SubmissionError: a path is not there; or several hold files of one student, by names in them, and nobody said that
            they are of one class.
    """
    students: dict[str, list[Piece]] = {}
    search = Search(same_class)
    paths = list(submitted)
    found: dict[Path, list[Piece]] = {}
    for path in paths:
        if not path.exists():
            raise SubmissionError(f"`submitted` must name files and folders that are there. Received {path}.")
        found[path] = list(search.pieces_at(path, is_only=len(paths) == 1))
    for piece in of_one_class(with_whole_names(found), search.strays, same_class=same_class):
        students.setdefault(piece.owner.student, []).append(piece)
    names = sorted(students, key=lambda name: (name.casefold(), name))
    return [_latest(students[name]) for name in names], search.strays


def _latest(pieces: list[Piece]) -> HandedIn:
    """Leave out what a later attempt at the same file replaces; the rest in the order of time, for of two answers the later counts."""
    notes = []
    in_order = sorted(pieces, key=lambda piece: (piece.owner.platform, piece.attempt.order[-1:]))
    # Two downloads may hold the same file.
    kept = list(
        {
            (piece.owner.platform, piece.name, piece.attempt.order or number): piece
            for number, piece in enumerate(in_order)
        }.values()
    )
    for group in _attempts(kept):
        last = max(group, key=lambda piece: piece.attempt.order)
        for piece in group:
            if piece is not last:
                kept.remove(piece)
                notes.append(f"{piece.name}: passed over, {last.name} was handed in later")
    owner = kept[-1].owner
    numbers = dict.fromkeys(
        chain.from_iterable(piece.owner.numbers for piece in kept if piece.owner.platform == owner.platform)
    )
    owner = replace(owner, numbers=tuple(numbers), is_late=any(piece.owner.is_late for piece in kept))
    entry = HandedIn(owner, kept, notes)
    if not owner.platform and len(entry.places) > 1:
        places = ", ".join(short_paths(entry.places))
        notes.append(f"files of several places ({places}) were graded as those of one student, {owner.student}")
    return entry


def _attempts(pieces: list[Piece]) -> list[list[Piece]]:
    """Groups of files that are attempts at one.

    lab-1 and lab-2 without a lab, handed in together, are two files of a student who counts so: both stay. In two downloads from
    Canvas, files of one name may be of two assignments.
    """
    alike: dict[tuple[str, ...], list[Piece]] = {}
    for piece in pieces:
        if piece.attempt.order:
            source = piece.source if piece.owner.platform == "canvas" else ""
            key = piece.owner.platform, source, piece.attempt.assignment, piece.attempt.stem
            alike.setdefault(key, []).append(piece)
    return [group for group in alike.values() if len(group) > 1 and not _are_numbered(group)]


def _are_numbered(group: Sequence[Piece]) -> bool:
    """Whether a student counts so: with a number each, and none without one."""
    numbers = {piece.attempt.number for piece in group}
    return 0 not in numbers and len(numbers) == len(group)
