"""`nbgrader zip_collect` for what learning platforms give: Canvas, Moodle, Blackboard, zips of folders, loose files.

Whose a file is, `handed_in` finds out; which notebook it is, `tidy` does, by its content.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path

from nbgrader.plugins.zipcollect import ExtractorPlugin, FileNameCollectorPlugin
from traitlets import Bool

from ..archives import is_archive, is_notebook, notebooks_first
from ..class_folder import folded, with_digest
from ..failures import printable
from ..handed_in import HandedIn, handed_in
from ..layouts import children_of
from ..limits import LIMITS
from ..lms_names import Owner, doubts_about_numbers
from ..notebook import MemoryFile, SubmissionError, open_regular
from ..pieces import Packed

#: In the metadata of a notebook that stands in for what is none.
_REFUSED = "refused"
#: Bytes of a file's or a student's name.
_LONGEST = 180


class ArchiveExtractor(ExtractorPlugin):
    """Writes each student's files into a folder called like the student."""

    same_class = Bool(
        False, help="Several archives are downloads of one class: what is later may replace what is earlier."
    ).tag(config=True)

    def extract(self, archive_path: str, extracted_path: str) -> None:
        """Unpack everything that lies in `archive_path`; called by nbgrader.

        `handed_in` knows the folder around it: files in it are of many students, not of one.
        """
        try:
            students, strays = handed_in([Path(archive_path).parent], same_class=self.same_class)
        except SubmissionError as error:
            self.log.error("%s", error)
            sys.exit(1)
        for sentence in (*strays, *doubts_about_numbers([student.owner for student in students])):
            self.log.warning("%s", sentence)
        ids = ids_of(student.owner.student for student in students)
        for student in students:
            name = student.owner.student
            if others := self._namesakes(student.owner, ids[name]):
                self.log.warning(
                    "%s may be one of %s: Moodle numbers people anew in each assignment. See whose this is, and move it.",
                    ids[name],
                    ", ".join(others),
                )
            if student.owner.is_late:
                self.log.warning("%s: late, as Canvas says; nbgrader learns it from a timestamp.txt alone", name)
            for note in student.notes:
                self.log.warning("%s: %s", name, note)
            if ids[name] != name:
                self.log.warning("%s: collected as %s", name, ids[name])
            try:
                written = write_files(student, Path(extracted_path, ids[name]))
                if doubt := student.doubt(written, is_only=len(students) == 1):
                    self.log.warning("%s", doubt)
            except OSError as error:
                # The others must not wait for this one.
                self.log.error("%s: not collected: %s", name, error)

    def _namesakes(self, owner: Owner, student_id: str) -> list[str]:
        """Who bears this name with a number since several of the name handed in another assignment; or without one."""
        if owner.platform != "moodle":
            return []
        course = self.parent.coursedir
        submitted = Path(course.format_path(course.submitted_directory, student_id, course.assignment_id)).parents[1]
        name = re.escape(ids_of([owner.name])[owner.name])
        alike = re.compile(name + r"_\d+" if owner.student == owner.name else name)
        return [path.name for path in children_of(submitted) if alike.fullmatch(path.name)]


class StudentCollector(FileNameCollectorPlugin):
    """Reads the student from the folder that `ArchiveExtractor` made."""

    def collect(self, submitted_file: str) -> dict:
        """{"student_id", "file_id"} of an extracted file; called by nbgrader."""
        path = Path(submitted_file)
        return {"student_id": path.parent.name, "file_id": path.name}


def write_files(student: HandedIn, folder: Path) -> list[str]:
    """Write what a student handed in; where that cannot be read, what is to be refused later with the reason.

    Args:
        student: with all files.
        folder: of this student alone.

    Returns:
        The names of the files that the student handed in.
    """
    folder.mkdir(parents=True)
    refused = ""
    try:
        files = [_named_as_it_is_read(file) for file in student.files()]
        refused = files[0].fault if all(file.fault for file in files) else ""
    except SubmissionError as error:
        refused, files = str(error), []
    if refused or any(file.fault for file in files):
        # When it is graded, what cannot be read is to be found as it is.
        unread = list(_as_they_are(student))
        by_name = {file.name: file for file in unread}
        files = unread if refused else [by_name.get(file.name, file) if file.fault else file for file in files]
    names = _names_in_order([file.name for file in files])
    for name, file in zip(names, files, strict=True):
        (folder / name).write_bytes(file.content)
    if not any(name.endswith(".ipynb") for name in names):
        placeholder = _free_name("placeholder.ipynb", set(names))
        (folder / placeholder).write_text(_placeholder(refused), encoding="utf-8")
    return [file.name for file in files]


def _placeholder(refused: str) -> str:
    """A notebook without cells: nbgrader passes over a student without a file of this kind."""
    return json.dumps({"cells": [], "metadata": {_REFUSED: refused}, "nbformat": 4, "nbformat_minor": 5})


def refusal_in(folder: Path) -> str:
    """Why what a student handed in could not be read when it was collected; "" if it could."""
    for path in sorted(folder.glob("*.ipynb")):
        with suppress(SubmissionError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
            with open_regular(path) as file:
                notebook = json.loads(file.read(LIMITS.message * 10))
            if notebook["cells"] == [] and (sentence := notebook["metadata"].get(_REFUSED)):
                return printable(str(sentence), LIMITS.message)
    return ""


def ids_of(students: Iterable[str]) -> dict[str, str]:
    """By student, a name without what means something else in nbgrader's patterns and paths, and no other student's.

    Who is called like that already keeps the name.
    """
    names = list(students)
    plain = {name: _cut(re.sub(r"[^\w.@-]+", "_", name)) for name in names}
    ids: dict[str, str] = {}
    taken: set[str] = set()
    for name in sorted(names, key=lambda name: plain[name] != name):
        free = plain[name]
        ids[name] = with_digest(free, name, taken) if folded(free) in taken else free
        taken.add(folded(ids[name]))
    return ids


def _cut(name: str) -> str:
    """A name that file systems take: they count bytes."""
    return name.encode(errors="replace")[:_LONGEST].decode(errors="ignore")


def _as_they_are(student: HandedIn) -> Iterator[MemoryFile]:
    """Notebooks, scripts and archives unread, so that the grader finds the same fault in them; links and pipes left out."""
    for piece in student.pieces:
        place = piece.place
        if isinstance(place, Packed):
            with suppress(SubmissionError):
                yield place.read(piece.name)
            continue
        found = (path for path in place.rglob("*") if path.is_file()) if place.is_dir() else [place]
        inside = place if place.is_dir() else place.parent
        gradable = (path for path in found if is_notebook(path.relative_to(inside).parts) or is_archive(path))
        for path in islice((path for path in gradable if not path.is_symlink()), LIMITS.files + 1):
            with suppress(SubmissionError), open_regular(path) as file:
                yield MemoryFile(path.name, file.read(LIMITS.notebook_bytes + 1))


def _names_in_order(names: Iterable[str]) -> list[str]:
    """File names, each of them once, that are read in this order: of two answers to one stub the later counts."""
    taken: set[str] = set()
    free = [_free_name(name, taken) for name in names]
    in_order = sorted(free, key=lambda name: notebooks_first((name,)))
    return free if free == in_order else [f"{place:02}-{name}" for place, name in enumerate(free, 1)]


def _named_as_it_is_read(file: MemoryFile) -> MemoryFile:
    """A notebook called `task2.json` is called one: beside the placeholder, nobody would look into it again."""
    return file if file.fault or is_notebook((file.name,)) else replace(file, name=f"{file.name}.ipynb")


def _free_name(name: str, taken: set[str]) -> str:
    """A file name that is not taken yet; nbgrader gives up on all students at the second file of one name."""
    stem, dot, suffix = name.partition(".ipynb") if ".ipynb" in name else name.rpartition(".")
    if not dot:
        stem, suffix = name, ""
    stem = _cut(re.sub(r"[^\w .@()-]+", "_", stem or suffix))
    free, number = f"{stem}{dot}{suffix}", 1
    while free in taken:
        number += 1
        free = f"{stem}-{number}{dot}{suffix}"
    taken.add(free)
    return free
