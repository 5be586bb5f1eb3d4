"""The folders and archives in which classes hand in: nbgrader's, those of learning platforms, one a student, one of all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .archives import IGNORED_FOLDERS, Archive, Entry, is_archive, is_notebook
from .class_folder import holds_results
from .foreign import is_foreign, is_other_archive
from .isolation import ROOT
from .limits import LIMITS
from .lms_names import Attempt, is_assignment, number_of_assignment, owner_of, plain_owner
from .notebook import SubmissionError
from .one_class import of_one_class, taken_for_one
from .pieces import Packed, Piece, alone, without_suffix

#: Folders of nbgrader's course.
_OF_A_COURSE = frozenset({"source", "release", "submitted", "autograded", "feedback", "downloaded"})
#: Folders that every student was given, and many hand in as they are.
_OF_A_COPY = frozenset({"assignments", "ecgkit", "autograder"})
#: And the one around them.
_OF_A_STUDENT = _OF_A_COPY | {"ecg-course"}


@dataclass
class Search:
    """Finds the pieces of a class.

    Attributes:
        same_class: several folders or archives are of one class, so that what one holds may join or replace what another does.
        strays: a line for each thing that belongs to nobody, or of which it is not sure whose it is.
    """

    same_class: bool = False
    strays: list[str] = field(default_factory=list)

    def pieces_at(self, path: Path, *, is_only: bool = True) -> Iterator[Piece]:
        """What lies at a path; of several archives each is one student's, unless a platform named what is in it."""
        if path.is_dir() and owner_of(path.name):
            yield alone(path)
        elif path.is_dir():
            yield from self._in_folder(path, is_only=is_only)
        elif is_archive(path):
            yield from self._in_archive(path, by_platform=not is_only)
        else:
            yield alone(path)

    def _in_folder(self, path: Path, *, is_only: bool = True) -> Iterator[Piece]:
        children = children_of(path)
        is_configured = (path / "nbgrader_config.py").is_file()
        # A student may be called like nbgrader's folders, or have some of these names beside notebooks.
        is_own = not is_configured and any(map(_is_own_notebook, children))
        names = {child.name for child in children if child.is_dir() and not is_own}
        is_course = is_configured or (is_only and _OF_A_COURSE.issuperset(names))
        if "submitted" in names and is_course:
            yield from self._class_folder(path / "submitted")
        elif "downloaded" in names and is_course:
            yield from self._in_folder(path / "downloaded")
        elif path.name == "downloaded" and names:
            # Its folders are assignments, each with archives of its own.
            found = {child: list(self.pieces_at(child, is_only=child.is_dir())) for child in children}
            yield from of_one_class(found, self.strays, same_class=self.same_class)
        elif names and {"archive", "extracted"}.issuperset(names):
            # nbgrader's zip_collect unpacks the one into the other.
            extracted = path / "extracted"
            place = extracted if children_of(extracted) else path / "archive"
            yield from self._zip_collected(place)
        elif _is_one_student(path, children):
            yield alone(path)
        else:
            yield from self._class_folder(path)

    def _class_folder(self, path: Path) -> Iterator[Piece]:
        """A folder whose folders and files are students, or named by a platform.

        Where students are folders or archives of their own, no name inside one can hand in for another student; only where it
        is alone, a folder or archive may be a whole class.
        """
        children = children_of(path)
        for child in children:
            if len(children) == 1 and child.is_dir() and not owner_of(child.name) and _names_owners(child):
                yield from self._class_folder(child)
            elif child.is_dir() or _is_somebodys(child.name):
                yield alone(child)
            elif is_archive(child):
                yield from self._in_archive(child) if len(children) == 1 else self._one_of_several(child)
            else:
                self.strays.append(f"{child}: belongs to no student")

    def _one_of_several(self, path: Path) -> Iterator[Piece]:
        """An archive beside others: a student's, unless a platform named what is in it, and somebody says that these are of one class."""
        within = Search(self.same_class)
        pieces = list(within._in_archive(path, by_platform=True))
        if self.same_class:
            self.strays += within.strays
            yield from pieces
            return
        if any(piece.place != path for piece in pieces):
            self.strays.append(taken_for_one(path))
        yield alone(path)

    def _zip_collected(self, path: Path) -> Iterator[Piece]:
        """What lies where nbgrader's zip_collect looks; it unpacks each archive into a folder of its own.

        Alone, an archive or folder is of a class or of a student. Several are as several paths: none hands in for another's student.
        """
        children = children_of(path)
        if len(children) == 1:
            yield from self._class_folder(path)
            return
        found: dict[Path, list[Piece]] = {}
        for child in children:
            if _is_somebodys(child.name):
                found[child] = [alone(child)]
            elif child.is_dir():
                found[child] = list(self._class_folder(child)) if _names_owners(child) else [alone(child)]
            elif is_archive(child):
                found[child] = list(self._in_archive(child, by_platform=True))
            else:
                self.strays.append(f"{child}: belongs to no student")
        yield from of_one_class(found, self.strays, same_class=self.same_class)

    def _in_archive(self, path: Path, *, by_platform: bool = False) -> Iterator[Piece]:
        """One student's archive, or one of a class; which one, its names tell, or with `by_platform` a platform's names alone."""
        if owner_of(path.name) or is_foreign(path.name):
            yield alone(path)
            return
        try:
            archive = Archive(path, LIMITS.class_directory_bytes)
        except SubmissionError:
            # Said again, and to the student, when it is graded.
            yield alone(path)
            return
        entries = [entry for entry in archive.entries if IGNORED_FOLDERS.isdisjoint(entry.parts)]
        depth = _depth_of_students(entries, by_platform)
        if depth is None or (by_platform and not _is_named_by_a_platform(entries, depth)):
            archive.close()
            yield alone(path)
            return
        # Of a course of nbgrader, what lies beside `submitted/` is nobody's.
        below = [
            entry for entry in entries if depth and len(entry.parts) > depth and entry.parts[depth - 1] == "submitted"
        ]
        for entry in below or entries:
            is_somebodys = len(entry.parts) > depth and (not by_platform or owner_of(entry.parts[depth]))
            if is_somebodys and not entry.name.startswith("._"):
                yield _packed(archive, entry, depth, str(path.resolve()))
            else:
                self.strays.append(f"{'/'.join(entry.parts)} in {path.name}: belongs to no student")


def _is_own_notebook(path: Path) -> bool:
    """Whether a file is a notebook or script, and no platform says whose."""
    return path.is_file() and is_notebook((path.name,)) and not is_archive(path) and not owner_of(path.name)


def _is_somebodys(name: str) -> bool:
    """Whether a file can be only one student's, by its name."""
    return bool(owner_of(name)) or is_notebook((name,)) or is_foreign(name)


def _names_owners(path: Path) -> bool:
    return any(owner_of(each.name) for each in children_of(path))


def _is_one_student(path: Path, children: list[Path]) -> bool:
    """Whether a folder is what one student handed in, not a class."""
    if path.name == "submitted" or any(owner_of(child.name) for child in children):
        return False
    if path.resolve() in (ROOT / "solutions", ROOT / "assignments") or any(map(_is_own_notebook, children)):
        return True
    inner = [child for child in children if child.is_dir() or _is_any_archive(child)]
    names = {child.name for child in inner}
    # One student may be called so, but not a whole class.
    if names and (names <= _OF_A_STUDENT or names <= _OF_A_COURSE or names >= _OF_A_COPY):
        return True
    if all(is_of_an_assignment(child) for child in inner):
        # GitHub Classroom calls the folders of a class task2-ann and task2-bob.
        numbers = [number for child in inner if (number := number_of_assignment(child.name)) is not None]
        return len(set(numbers)) == len(numbers)
    return len(inner) == 1 and not inner[0].is_dir() and not _is_of_a_class(inner[0])


def _is_any_archive(path: Path) -> bool:
    """Whether a file is an archive that a student could have handed in; text documents are zip archives too."""
    return is_other_archive(path.name) or (is_archive(path) and not is_foreign(path.name))


def is_of_an_assignment(path: Path) -> bool:
    """Whether a file or folder is called like an assignment, not like a student."""
    name = path.stem if path.is_file() else path.name
    return is_assignment(name) or (ROOT / "assignments" / name).is_dir()


def _is_of_a_class(path: Path) -> bool:
    return next(Search()._in_archive(path), alone(path)).place != path


def children_of(path: Path) -> list[Path]:
    """What lies in a folder; links and results of the grader are passed over, and nothing lies in a closed one."""
    try:
        children = list(path.iterdir()) if path.is_dir() else []
    except OSError:
        return []
    return sorted(
        child
        for child in children
        if not child.name.startswith(".")
        and child.name not in IGNORED_FOLDERS
        and not child.is_symlink()
        and not holds_results(child)
    )


def _is_named_by_a_platform(entries: list[Entry], depth: int) -> bool:
    """Whether an archive is a platform's, but for a file or two that somebody put to it."""
    labels = {entry.parts[depth] for entry in entries if len(entry.parts) > depth}
    return 2 * sum(owner_of(label) is not None for label in labels) > len(labels)


def _packed(archive: Archive, entry: Entry, depth: int, source: str) -> Piece:
    label, place = entry.parts[depth], Packed(archive, entry)
    is_folder = len(entry.parts) > depth + 1
    owner, rest, attempt = owner_of(label) or (
        plain_owner(label if is_folder else without_suffix(label)),
        "",
        Attempt(""),
    )
    # What lies in one folder was handed in together: none of it is an attempt at another.
    attempt = Attempt("", assignment=attempt.assignment) if is_folder else attempt
    return Piece(owner, place, rest if rest and not is_folder else entry.name, source, attempt)


def _depth_of_students(entries: list[Entry], by_platform: bool) -> int | None:
    """How many folders lie above the part of a path that names its student; None for the archive of one student."""
    if not entries:
        return None
    common = 0
    while all(len(entry.parts) > common + 1 for entry in entries) and not _tells_a_class(entries, common, by_platform):
        if len({entry.parts[common] for entry in entries}) > 1:
            return None
        common += 1
    if not by_platform and "submitted" in {entry.parts[common] for entry in entries}:
        return common + 1
    return common if _tells_a_class(entries, common, by_platform) else None


def _tells_a_class(entries: list[Entry], depth: int, by_platform: bool) -> bool:
    """Whether the parts at this depth are students: named by a platform, or each an archive."""
    labels = {entry.parts[depth] for entry in entries if len(entry.parts) > depth}
    if any(owner_of(label) for label in labels):
        return True
    if by_platform:
        return False
    if "submitted" in labels:
        return True
    files = {entry.name for entry in entries if len(entry.parts) == depth + 1}
    archives = {name for name in labels if name.lower().endswith(".zip") or is_other_archive(name)}
    return len(labels) > 1 and files == labels and bool(archives) and all(map(is_foreign, labels - archives))
