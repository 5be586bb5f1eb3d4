"""Turn any mix of what platforms and people hand over into one entry a student: folders, files, zips of one or of all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain, takewhile
from pathlib import Path

from .archives import IGNORED_FOLDERS, Archive, Entry, is_archive, is_notebook
from .files import files_or_fault, in_memory, submission_files, within_bounds
from .foreign import INSTEAD, is_foreign, is_other_archive, stem
from .isolation import ROOT
from .limits import LIMITS
from .lms_names import Attempt, Owner, is_assignment, number_of_assignment, owner_of, plain_owner
from .notebook import MemoryFile, SubmissionError

#: Folders of nbgrader's course.
_OF_A_COURSE = frozenset({"source", "release", "submitted", "autograded", "feedback", "downloaded"})
#: Folders that every student was given, and many hand in as they are.
_OF_A_COPY = frozenset({"assignments", "ecgkit", "autograder"})
#: And the one around them.
_OF_A_STUDENT = _OF_A_COPY | {"ecg-course"}


@dataclass(frozen=True)
class Piece:
    """One thing that one student handed in.

    Attributes:
        owner: the student.
        place: a file or folder, or a file of a class's archive.
        name: of the file, without what a platform put before it; "" for a folder.
        source: where it was found; what lies in one place was handed in together.
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
    def sources(self) -> list[str]:
        """Where it was found: names of folders or archives."""
        return list(dict.fromkeys(Path(piece.source).name for piece in self.pieces))

    @property
    def is_named_by_an_archive(self) -> bool:
        """Whether nothing but a name in an archive, which its maker chose, says whose it is."""
        return not self.owner.platform and any(isinstance(piece.place, Packed) for piece in self.pieces)

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
        for child in _children(path)
        if child.is_dir() and not _is_assignment(child) and any(each.suffix == ".ipynb" for each in _children(child))
    ]


def _nothing(pieces: Sequence[Piece]) -> list[MemoryFile]:
    names = ", ".join(piece.name or piece.source for piece in pieces[:5])
    raise SubmissionError(
        f"Your submission holds no notebook (.ipynb) and no percent script (.py), but {names}: {INSTEAD}"
    )


def handed_in(submitted: Iterable[Path]) -> tuple[list[HandedIn], list[str]]:
    """Find the students.

    Args:
        submitted: in any mix: a student's notebook, script, zip or folder; a folder of those; nbgrader's course folder,
            `submitted/` or `downloaded/`; what Canvas, Moodle or Blackboard give for a class, zipped or unpacked.

    Returns:
        One entry a student, sorted by name, and a line for each thing that belongs to nobody.

    Raises:
        SubmissionError: a path is not there.
    """
    students: dict[str, list[Piece]] = {}
    strays: list[str] = []
    paths = list(submitted)
    found: dict[Path, list[Piece]] = {}
    for path in paths:
        if not path.exists():
            raise SubmissionError(f"`submitted` must name files and folders that are there. Received {path}.")
        found[path] = list(_pieces(path, strays, is_only=len(paths) == 1))
    for piece in _with_whole_names(chain.from_iterable(_without_forged_names(found, strays))):
        students.setdefault(piece.owner.student, []).append(piece)
    return [_latest(students[name]) for name in sorted(students, key=lambda name: (name.casefold(), name))], strays


def _without_forged_names(found: dict[Path, list[Piece]], strays: list[str]) -> Iterator[list[Piece]]:
    """What was found at each path; beside students' own files, a folder or archive hands in for nobody else by a platform's names in it."""
    is_mixed = any(not piece.owner.platform for pieces in found.values() for piece in pieces)
    for path, pieces in found.items():
        owners = {piece.owner.student for piece in pieces}
        if not is_mixed or len(found) == 1 or not any(piece.owner.platform and piece.place != path for piece in pieces):
            yield pieces
        elif len(owners) == 1 or owners & _students_by_their_own_names(found, path):
            yield [_alone(path)]
        else:
            strays.append(
                f"{path.name}: taken for what a platform gives for a class, by the names in it; if one student handed it in, put "
                "it into a folder with the student's name, and grade that"
            )
            yield pieces


def _students_by_their_own_names(found: dict[Path, list[Piece]], apart_from: Path) -> set[str]:
    pieces = chain.from_iterable(pieces for path, pieces in found.items() if path != apart_from)
    return {piece.owner.student for piece in pieces if not piece.owner.platform}


def _with_whole_names(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """On Blackboard `lab 1_j_doe_attempt_…` and `lab 1_roe_attempt_…` are of j_doe and roe: one download is of one assignment."""
    by_source: dict[str, list[Piece]] = {}
    for piece in pieces:
        by_source.setdefault(piece.source, []).append(piece)
    for together in by_source.values():
        beginnings = _beginnings_of_names(together)
        for piece in together:
            name = "_".join([*beginnings.get(piece.attempt.assignment, []), piece.owner.student])
            yield replace(piece, owner=replace(piece.owner, student=name))


def _beginnings_of_names(pieces: Sequence[Piece]) -> dict[str, list[str]]:
    """By what stands before a name's last part: what of it is the name's, since it is not the same for all."""
    lasts: dict[str, set[str]] = {}
    for piece in pieces:
        if piece.attempt.assignment:
            lasts.setdefault(piece.attempt.assignment, set()).add(piece.owner.student)
    parts = {assignment: assignment.split("_") for assignment in lasts}
    common = sum(1 for _ in takewhile(lambda column: len(set(column)) == 1, zip(*parts.values(), strict=False)))
    rests = {assignment: rest[common:] for assignment, rest in parts.items()}
    # Unless what differs is the assignment: course_task1, course_task2; or what each stands before several names.
    are_assignments = all(rest and is_assignment(rest[0]) for rest in rests.values())
    are_common = all(len(names) > 1 for names in lasts.values())
    return {} if len(parts) < 2 or not common or are_assignments or are_common else rests


def _latest(pieces: list[Piece]) -> HandedIn:
    """Leave out what a later attempt of the same file replaces."""
    kept, notes = list(pieces), []
    for group in _attempts(pieces):
        last = max(group, key=lambda piece: piece.attempt.order)
        for piece in group:
            if piece is not last:
                kept.remove(piece)
                notes.append(f"{piece.name}: passed over, {last.name} was handed in later")
    owner = max(kept, key=lambda piece: piece.attempt.order).owner
    entry = HandedIn(owner, kept, notes)
    if not owner.platform and len({piece.source for piece in kept}) > 1:
        places = ", ".join(entry.sources)
        notes.append(f"files of several places ({places}) were graded as those of one student, {owner.student}")
    return entry


def _attempts(pieces: list[Piece]) -> list[list[Piece]]:
    """Groups of files that are attempts at one.

    lab-1 and lab-2 without a lab, handed in together, are two files of a student who counts so: both stay.
    """
    by_stem: dict[tuple[str, str, str], list[Piece]] = {}
    for piece in pieces:
        if piece.attempt.order:
            key = piece.owner.platform, piece.attempt.assignment, piece.attempt.stem
            by_stem.setdefault(key, []).append(piece)
    groups = []
    for group in by_stem.values():
        numbers = {piece.attempt.number for piece in group}
        is_together = len({piece.source for piece in group}) == 1 and len(numbers) == len(group)
        if len(group) > 1 and (0 in numbers or not is_together):
            groups.append(group)
    return groups


def _pieces(path: Path, strays: list[str], *, is_only: bool = True) -> Iterator[Piece]:
    """What lies at a path; of several archives each is one student's, unless a platform named what is in it."""
    if path.is_dir():
        yield from _in_folder(path, strays)
    elif is_archive(path):
        yield from _in_archive(path, strays, by_platform=not is_only)
    else:
        yield _alone(path)


def _alone(path: Path) -> Piece:
    """A file or folder of one student, named by a platform or like the student."""
    named = owner_of(path.name)
    if named:
        owner, rest, attempt = named
        return Piece(owner, path, rest or path.name, str(path.parent), attempt)
    name = path.name if path.is_dir() else _without_suffix(path.name)
    return Piece(plain_owner(name), path, path.name, str(path.parent), Attempt(path.name))


def _in_folder(path: Path, strays: list[str]) -> Iterator[Piece]:
    children = _children(path)
    names = {child.name for child in children if child.is_dir()}
    # A student may be called so, or have a folder of this name.
    is_course = (path / "nbgrader_config.py").is_file() or _OF_A_COURSE.issuperset(names)
    if "submitted" in names and is_course:
        yield from _class_folder(path / "submitted", strays)
    elif "downloaded" in names and is_course:
        yield from _in_folder(path / "downloaded", strays)
    elif path.name == "downloaded":
        for assignment in children:
            yield from _pieces(assignment, strays)
    elif names and {"archive", "extracted"}.issuperset(names):
        # nbgrader's zip_collect unpacks the one into the other.
        extracted = path / "extracted"
        yield from _zip_collected(extracted if _children(extracted) else path / "archive", strays)
    elif _is_one_student(path, children):
        yield _alone(path)
    else:
        yield from _class_folder(path, strays)


def _class_folder(path: Path, strays: list[str]) -> Iterator[Piece]:
    """A folder whose folders and files are students, or named by a platform.

    Where students are folders or archives of their own, no name inside one can hand in for another student; only where it
    is alone, a folder or archive may be a whole class.
    """
    children = _children(path)
    for child in children:
        if len(children) == 1 and child.is_dir() and not owner_of(child.name) and _names_owners(child):
            yield from _class_folder(child, strays)
        elif child.is_dir() or is_notebook((child.name,)) or owner_of(child.name) or is_foreign(child.name):
            yield _alone(child)
        elif is_archive(child):
            yield from _in_archive(child, strays) if len(children) == 1 else [_alone(child)]
        else:
            strays.append(f"{child}: belongs to no student")


def _zip_collected(path: Path, strays: list[str]) -> Iterator[Piece]:
    """What lies where nbgrader's zip_collect looks; it unpacks each archive into a folder of its own.

    Alone, an archive or folder is of a class or of a student. Several are as several paths: none hands in for another's student.
    """
    children = _children(path)
    if len(children) == 1:
        yield from _class_folder(path, strays)
        return
    found: dict[Path, list[Piece]] = {}
    for child in children:
        if owner_of(child.name) or is_notebook((child.name,)) or is_foreign(child.name):
            found[child] = [_alone(child)]
        elif child.is_dir():
            found[child] = list(_class_folder(child, strays)) if _names_owners(child) else [_alone(child)]
        elif is_archive(child):
            found[child] = list(_in_archive(child, strays, by_platform=True))
        else:
            strays.append(f"{child}: belongs to no student")
    yield from chain.from_iterable(_without_forged_names(found, strays))


def _names_owners(path: Path) -> bool:
    return any(owner_of(each.name) for each in _children(path))


def _is_one_student(path: Path, children: list[Path]) -> bool:
    """Whether a folder is what one student handed in, not a class."""
    if path.name == "submitted" or any(owner_of(child.name) for child in children):
        return False
    if path.resolve() in (ROOT / "solutions", ROOT / "assignments") or owner_of(path.name):
        return True
    if any(child.is_file() and is_notebook((child.name,)) and not is_archive(child) for child in children):
        return True
    inner = [child for child in children if child.is_dir() or _is_any_archive(child)]
    names = {child.name for child in inner}
    # One student may be called so, but not a whole class.
    if names and (names <= _OF_A_STUDENT or names >= _OF_A_COPY):
        return True
    if all(_is_assignment(child) for child in inner):
        # GitHub Classroom calls the folders of a class task2-ann and task2-bob.
        numbers = [number for child in inner if (number := number_of_assignment(child.name)) is not None]
        return len(set(numbers)) == len(numbers)
    return len(inner) == 1 and not inner[0].is_dir() and not _is_of_a_class(inner[0])


def _is_any_archive(path: Path) -> bool:
    """Whether a file is an archive that a student could have handed in; text documents are zip archives too."""
    return is_other_archive(path.name) or (is_archive(path) and not is_foreign(path.name))


def _is_assignment(path: Path) -> bool:
    name = path.stem if path.is_file() else path.name
    return is_assignment(name) or (ROOT / "assignments" / name).is_dir()


def _is_of_a_class(path: Path) -> bool:
    return next(_in_archive(path, []), _alone(path)).place != path


def _children(path: Path) -> list[Path]:
    """What lies in a folder; links are passed over, and nothing lies in a closed one."""
    try:
        children = list(path.iterdir()) if path.is_dir() else []
    except OSError:
        return []
    return sorted(
        child
        for child in children
        if not child.name.startswith(".") and child.name not in IGNORED_FOLDERS and not child.is_symlink()
    )


def _in_archive(path: Path, strays: list[str], *, by_platform: bool = False) -> Iterator[Piece]:
    """One student's archive, or one of a class; which one, its names tell, or with `by_platform` a platform's names alone."""
    if owner_of(path.name) or is_foreign(path.name):
        yield _alone(path)
        return
    try:
        archive = Archive(path, LIMITS.class_directory_bytes)
    except SubmissionError:
        # Said again, and to the student, when it is graded.
        yield _alone(path)
        return
    entries = [entry for entry in archive.entries if IGNORED_FOLDERS.isdisjoint(entry.parts)]
    depth = _depth_of_students(entries, by_platform)
    if depth is None or (by_platform and not _is_named_by_a_platform(entries, depth)):
        archive.close()
        yield _alone(path)
        return
    # Of a course of nbgrader, what lies beside `submitted/` is nobody's.
    below = [entry for entry in entries if depth and len(entry.parts) > depth and entry.parts[depth - 1] == "submitted"]
    for entry in below or entries:
        is_somebodys = len(entry.parts) > depth and (not by_platform or owner_of(entry.parts[depth]))
        if is_somebodys and not entry.name.startswith("._"):
            yield _packed(archive, entry, depth)
        else:
            strays.append(f"{'/'.join(entry.parts)} in {path.name}: belongs to no student")


def _is_named_by_a_platform(entries: list[Entry], depth: int) -> bool:
    """Whether an archive is a platform's, but for a file or two that somebody put to it."""
    labels = {entry.parts[depth] for entry in entries if len(entry.parts) > depth}
    return 2 * sum(owner_of(label) is not None for label in labels) > len(labels)


def _packed(archive: Archive, entry: Entry, depth: int) -> Piece:
    label, place = entry.parts[depth], Packed(archive, entry)
    is_folder = len(entry.parts) > depth + 1
    owner, rest, attempt = owner_of(label) or (
        plain_owner(label if is_folder else _without_suffix(label)),
        "",
        Attempt(""),
    )
    return Piece(owner, place, rest if rest and not is_folder else entry.name, archive.name, attempt)


def _without_suffix(name: str) -> str:
    return stem(name.split(".ipynb")[0].removesuffix(".py").removesuffix(".zip"))


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
