"""Where the results of a class lie, and how a run that was killed finds out what is left to do.

    OUT/run.json                    seed of the run, and the folder of each student
    OUT/notes.txt                   what the last run said
    OUT/STUDENT/results.json        see `results.Graded`
    OUT/STUDENT/instructor.json     the same
    OUT/STUDENT/handed_in.json      what was graded, written last: results without it do not count

Every file appears whole or not at all, so there is no moment at which a run may not be killed.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import secrets
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from ecgkit.whole_files import write_json

from .lms_names import Owner
from .results import Graded
from .worker.leftovers import remove_folder

_FORBIDDEN = re.compile(r"[^\w .@+-]")
#: Names that Windows keeps for devices.
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
#: Reports of the whole class lie beside the students' folders.
_REPORTS = (".json", ".csv", ".html", ".xml", ".txt", ".lock", ".part")
_LONGEST = 100
#: What a run may leave that was killed before it wrote run.json.
_OF_A_RUN = frozenset({"run.lock", "run.json.part"})
_SCRATCH = "ecg-class-"


class ClassFolderError(Exception):
    """The folder of results cannot be used; says why in one sentence."""


@dataclass(frozen=True)
class Earlier:
    """What counts of one student until a run.

    Attributes:
        graded: the results; None if there are none, or they are damaged.
        record: see `ClassFolder.save`; empty where it is not there, or damaged: then the student is graded again.
    """

    graded: Graded | None = None
    record: Mapping[str, Any] = field(default_factory=dict)

    @property
    def places(self) -> list[str]:
        """Where what was graded was found: folders and archives."""
        return list(self.record.get("places", []))

    def is_of(self, digest: str) -> bool:
        """Whether all that bears this digest was graded, every check of it."""
        return self.graded is not None and self.record.get("digest") == digest and not self.record.get("fault")

    def is_of_other_files(self, contents: str) -> bool:
        """Whether the results are of other files than those with this digest."""
        return self.record.get("contents", contents) != contents

    def lost(self, graded: Graded) -> list[int]:
        """Tasks that once had points and have none in these results; those that could not be graded aside."""
        return sorted(self._once_with_points() - _with_points(graded) - _not_run(graded))

    def had(self, graded: Graded) -> list[int]:
        """Tasks that once had points and could not be graded this time."""
        return sorted(self._once_with_points() & _not_run(graded))

    def _once_with_points(self) -> set[int]:
        if self.graded is None or not self.record:
            return set()
        return _with_points(self.graded) | {*self.record.get("had", []), *self.record.get("lost", [])}


def _with_points(graded: Graded) -> set[int]:
    return {result.task for result in graded.results if result.points > 0}


def _not_run(graded: Graded) -> set[int]:
    return {result.task for result in graded.results if result.outcome == "not run"}


class ClassFolder:
    """The results of a class.

    Args:
        path: of the folder; made when a run begins.

    Attributes:
        path: of the folder.
        seed: of the hidden inputs, None before the first run.
        students: what is known of each: its folder, and what the platform says.
        tasks: numbers of the tasks that are graded, empty if all; None before the first run.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._load()

    def _load(self) -> None:
        path = self.path / "run.json"
        content = _read(path) or {"seed": None, "students": {}}
        try:
            self.seed: int | None = content["seed"]
            self.students: dict[str, dict[str, Any]] = dict(content["students"])
            self.tasks: list[int] | None = content.get("tasks")
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ClassFolderError(f"{path} is not of a grading run: choose another folder.") from error

    def begin(self, seed: int | None, owners: Iterable[Owner], tasks: Iterable[int] = ()) -> int:
        """Write run.json for a run on these students; those of earlier runs stay.

        Args:
            seed: to take; the one of earlier runs if None, a new one if there is none.
            owners: the students, as platforms or folders name them.
            tasks: that are graded; all if empty.

        Returns:
            The seed.

        Raises:
            ClassFolderError: earlier runs graded other tasks: their points would be lost.
        """
        wanted = sorted(set(tasks))
        if self.tasks is not None and self.tasks != wanted:
            raise ClassFolderError(
                f"{self.path} holds results of {_named(self.tasks)}, which those of {_named(wanted)} would replace: choose "
                "another folder for results."
            )
        self.tasks = wanted
        kept = secrets.randbits(31) if self.seed is None else self.seed
        self.seed = kept if seed is None else seed
        taken = {folded(known["folder"]) for known in self.students.values()}
        for owner in owners:
            known = self.students.get(owner.student)
            name = known["folder"] if known else folder_name(owner.student, taken)
            taken.add(folded(name))
            # A folder that is called like a student of a platform does not know the number there.
            fields = known if known and known.get("platform") and not owner.platform else asdict(owner)
            self.students[owner.student] = {**fields, "folder": name}
        write_json(self.path / "run.json", {"seed": self.seed, "tasks": wanted, "students": self.students})
        return self.seed

    def owner(self, student: str) -> Owner:
        """What is known of a student by a platform or a folder's name."""
        known = {key: value for key, value in self.students[student].items() if key != "folder"}
        return Owner(**{**known, "numbers": tuple(known["numbers"])})

    def folder(self, student: str) -> Path:
        """The folder of one student's results."""
        return self.path / self.students[student]["folder"]

    def earlier(self, student: str) -> Earlier:
        """What counts of a student until now."""
        if student not in self.students:
            return Earlier()
        try:
            graded = Graded.read(self.folder(student))
        except (OSError, KeyError, TypeError, ValueError):
            graded = None
        return Earlier(graded, self._record(student))

    def graded_otherwise(self, conditions: str | None = None) -> list[str]:
        """Students whose results count, and came about under other conditions than these, see `save`.

        Args:
            conditions: those of most students if None.
        """
        known = {student: record.get("conditions") for student in self.students if (record := self._record(student))}
        if conditions is None:
            conditions = next((most for most, _ in Counter(known.values()).most_common(1)), None)
        return [student for student, each in known.items() if each != conditions]

    def save(self, student: str, graded: Graded, record: dict[str, Any]) -> None:
        """Write what a run found about one student.

        Args:
            student: the student.
            graded: the results.
            record: for handed_in.json: "digest" of all that decides, "contents" of the files alone, "conditions" that were the
                same for all of a run, "fault" where checks were not run, "places" where the files were, what is to be told
                ("lost", "replaced", "marked"), tasks that "had" points and cannot be graded now, and more.
        """
        folder = self.folder(student)
        # From here until the last line, there are no results that count.
        (folder / "handed_in.json").unlink(missing_ok=True)
        graded.write(folder)
        write_json(folder / "handed_in.json", {"student": student, **record})

    @contextmanager
    def locked(self) -> Iterator[Path]:
        """Keep other runs out, and give a folder for temporary files that does not outlive this run, or the next.

        Raises:
            ClassFolderError: another run is at work here, or something else lies here.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        if not (self.path / "run.json").is_file() and not _OF_A_RUN.issuperset(os.listdir(self.path)):
            raise ClassFolderError(f"{self.path} holds other files: choose a new or an empty folder for results.")
        with open(self.path / "run.lock", "a+", encoding="utf-8") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise ClassFolderError(f"Another run writes into {self.path}: wait for it, or stop it.") from error
            except OSError as error:
                raise ClassFolderError(
                    f"{self.path} lies where no file can be locked ({error.strerror}): choose a folder on this machine's own disk."
                ) from error
            # Another run may have written since.
            self._load()
            scratch = _new_scratch(lock)
            try:
                yield scratch
            finally:
                remove_folder(scratch)

    def _record(self, student: str) -> dict[str, Any]:
        """What handed_in.json says; nothing if it is not there, or damaged: then the student is graded again."""
        try:
            record = _read(self.folder(student) / "handed_in.json")
        except ClassFolderError:
            return {}
        return record if isinstance(record, dict) else {}


def holds_results(path: Path) -> bool:
    """Whether a folder is that of a grading run, which may lie among what was handed in."""
    return all((path / name).is_file() for name in ("run.json", "run.lock"))


def _new_scratch(lock: Any) -> Path:
    """A folder for temporary files, noted in the lock; what is noted there is of a run that was killed."""
    lock.seek(0)
    left = Path(lock.read().strip())
    # It may not be of a run: nothing else is removed for what a file says.
    if left.name.startswith(_SCRATCH) and left.parent == Path(tempfile.gettempdir()) and not left.is_symlink():
        remove_folder(left)
    scratch = tempfile.mkdtemp(prefix=_SCRATCH)
    lock.truncate(0)
    lock.write(scratch)
    lock.flush()
    return Path(scratch)


def folder_name(student: str, taken: Container[str] = ()) -> str:
    """A name for a folder that is safe on every system, and no other student's.

    Args:
        student: any text.
        taken: names in use, in small letters: some systems do not tell small from capital ones.
    """
    plain = unicodedata.normalize("NFC", student)
    name = _FORBIDDEN.sub("_", plain).strip(" .-+@") or "_"
    name = name.encode()[:_LONGEST].decode(errors="ignore")
    is_odd = name != plain or _DEVICES.fullmatch(name) or name.lower().endswith(_REPORTS)
    return with_digest(name, student, taken) if is_odd or folded(name) in taken else name


def with_digest(name: str, student: str, taken: Container[str]) -> str:
    """A name with as much of the student's digest as makes it nobody else's: who knows the digest may be called so.

    Args:
        name: a beginning.
        student: any text.
        taken: names in use, in small letters.
    """
    digest = hashlib.sha256(student.encode(errors="surrogatepass")).hexdigest()
    return next(
        longer for length in range(8, len(digest) + 1) if folded(longer := f"{name}-{digest[:length]}") not in taken
    )


def folded(name: str) -> str:
    """One form for what some systems take for one name."""
    return unicodedata.normalize("NFKC", name).casefold()


def _named(tasks: list[int]) -> str:
    return f"task {', '.join(map(str, tasks))}" if tasks else "all tasks"


def _read(path: Path) -> dict[str, Any] | None:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise ClassFolderError(
            f"{path} cannot be read: put an earlier copy of it in its place, or choose another folder for results."
        ) from error
