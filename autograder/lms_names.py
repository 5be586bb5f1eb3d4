"""Who handed in a file, read from the name that a learning platform gave it.

Canvas     doejane_LATE_123456_7890123_task2-1.ipynb      name, late, number of the user, of the file, its own name
           anon_x7K2p_7890123_task2.ipynb                 the same where names are hidden
           https://github.com/instructure/canvas-lms/blob/master/lib/content_zipper.rb
Moodle     Jane Doe_4711_assignsubmission_file_/…         a folder a student (since 4.0 without the last _), or the same as the
                                                          beginning of a name; the number is another one in each assignment
           https://github.com/moodle/moodle/blob/main/mod/assign/classes/downloader.php
Blackboard ps1_hacker_attempt_2016-01-30-15-30-10_problem1.ipynb
           https://nbgrader.readthedocs.io/en/stable/user_guide/managing_assignment_files_manually.html
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

#: What people call the work of a week.
_ASSIGNMENT = re.compile(
    r"(task|assignment|exercise|problem|homework|project|week|lab|hw|ps|ex)[ _-]?(?P<number>\d+).*", re.IGNORECASE
)
# Canvas' names are of Ruby's letters, to which the marks of Hindi belong, too. Numbers of files are long on any Canvas that is
# in use: `mine_1_2_final.ipynb` is a student's own name.
_CANVAS = re.compile(
    r"(?P<name>[^\x00-/:-@\[-^`{-\x7f\s]+?)(?P<late>_LATE)?_(?P<id>\d+)_(?P<file>\d{5,})_(?P<rest>.+)", re.IGNORECASE
)
_CANVAS_ANONYMOUS = re.compile(
    r"(?P<late>LATE_)?(?P<name>anon)_(?P<id>[^\W_]+)_(?P<file>\d{5,})_(?P<rest>.+)", re.IGNORECASE
)
# What the platform wrote stands first; what follows is the student's own name for the file, which may look like another student's.
_MOODLE = re.compile(r"(?P<name>.+?)_(?P<id>\d+)_assignsubmission_[a-z0-9]+(?:_(?P<rest>.*))?")
_ATTEMPT = re.compile(r"(?P<assignment>.+?)_(?P<name>[^_]+)_attempt_(?P<time>\d{4}(?:-\d\d){5})(?:_(?P<rest>.+)|\.txt)")
#: What Canvas appends to the name of a file that was handed in before.
_RESUBMITTED = re.compile(r"(?P<stem>.*)-(?P<number>\d{1,3})(?P<suffix>(?:\.\w+)*)")


@dataclass(frozen=True)
class Owner:
    """A student, as the name of a file or folder tells.

    Attributes:
        student: the name; on Canvas with the user's number, since two may be called alike, and so on Moodle where they are.
        platform: "canvas", "moodle", "blackboard", or "" where the name is not a platform's.
        numbers: of the user there, where they are known; Moodle gives another one in each assignment.
        is_late: whether the platform says so.
    """

    student: str
    platform: str = ""
    numbers: tuple[str, ...] = ()
    is_late: bool = False

    @property
    def name(self) -> str:
        """The name without Moodle's number."""
        number = f"_{self.numbers[0]}" if self.platform == "moodle" else ""
        return self.student.removesuffix(number)


@dataclass(frozen=True)
class Attempt:
    """Which of several files of the same name is the latest.

    Attributes:
        stem: the name that the attempts have in common.
        number: of the resubmission, 0 for the first.
        order: larger for what was handed in later.
        assignment: what Blackboard put before the student's name.
    """

    stem: str
    number: int = 0
    order: tuple = ()
    assignment: str = ""


def owner_of(name: str) -> tuple[Owner, str, Attempt] | None:
    """The owner of a file or folder by a platform's name for it.

    Returns:
        Owner, the file's own name ("" for a folder) and which attempt it is; None if no platform gave the name.
    """
    if found := _CANVAS_ANONYMOUS.fullmatch(name) or (not is_assignment(name) and _CANVAS.fullmatch(name)):
        # Where names are hidden, what stands there is no user's number: an import would give `7K2px` to user 7.
        numbers = () if found.re is _CANVAS_ANONYMOUS else (found["id"],)
        owner = Owner(_tidy(f"{found['name']}_{found['id']}"), "canvas", numbers, bool(found["late"]))
        stem, number = resubmission(found["rest"])
        return owner, found["rest"], Attempt(stem, number, (number, int(found["file"])))
    if found := _MOODLE.fullmatch(name):
        owner = Owner(_tidy(f"{found['name']}_{found['id']}"), "moodle", (found["id"],))
        return owner, found["rest"] or "", Attempt(found["rest"] or "")
    if found := _ATTEMPT.fullmatch(name):
        rest = found["rest"] or ""
        return Owner(_tidy(found["name"]), "blackboard"), rest, Attempt(rest, 0, (found["time"],), found["assignment"])
    return None


def is_assignment(name: str) -> bool:
    """Whether a name says which assignment it is of, not whose: `task_1`, `hw2 final`."""
    return number_of_assignment(name) is not None


def number_of_assignment(name: str) -> int | None:
    """2 for `task_2` and `hw2 final`; None where a name says nothing of it."""
    found = _ASSIGNMENT.fullmatch(name)
    return int(found["number"]) if found else None


def resubmission(name: str) -> tuple[str, int]:
    """A file's name without what Canvas appends to it, and the number that it appended; 0 for none."""
    found = _RESUBMITTED.fullmatch(name)
    return (found["stem"] + found["suffix"], int(found["number"])) if found and found["stem"] else (name, 0)


def plain_owner(name: str) -> Owner:
    """The owner of a file or folder that bears a student's name."""
    return Owner(_tidy(name) or "nobody")


def doubts_about_numbers(owners: Sequence[Owner]) -> list[str]:
    """A sentence for each number, or name, that may not tell one student from another."""
    return [*same_numbers(owners), *namesakes(owners)]


def shared_numbers(owners: Iterable[Owner]) -> dict[tuple[str, str], list[str]]:
    """The students by platform and number, where several have one: a grade for it would go to somebody else."""
    students: dict[tuple[str, str], list[str]] = {}
    for owner in owners:
        for number in owner.numbers:
            students.setdefault((owner.platform, number), []).append(owner.student)
    return {number: names for number, names in students.items() if len(names) > 1}


def same_numbers(owners: Iterable[Owner]) -> list[str]:
    """A sentence for each number of a platform's user that several students have: one was renamed, or a name is forged."""
    return [
        f"{' and '.join(names)} have the same number on {platform.capitalize()}, and so no grade in its table: was one of them renamed? Then grade into a new folder."
        for (platform, _), names in shared_numbers(owners).items()
    ]


def namesakes(owners: Sequence[Owner]) -> list[str]:
    """A sentence for each name on Moodle that several students bear: of two assignments it is not known who of them is who."""
    students: dict[str, list[str]] = {}
    for owner in owners:
        if owner.platform == "moodle":
            students.setdefault(owner.name, []).append(owner.student)
    return [
        f"{' and '.join(alike)} are graded apart. Moodle numbers people anew in each assignment: if these are of several, grade each "
        "assignment alone, with --task, into a folder of its own."
        for alike in students.values()
        if len(alike) > 1
    ]


def _tidy(name: str) -> str:
    """One form for one name: macOS takes letters and their marks apart, others do not; and one space is as good as two.

    Bytes that are no text, as an old archive leaves them, and characters that nobody sees, which a terminal or a page would obey,
    are spelled out: no two of them become one.
    """
    text = name.encode("utf-8", "backslashreplace").decode()
    text = " ".join(unicodedata.normalize("NFC", text).split())
    return "".join(_spelled(character) if _is_unseen(character) else character for character in text)


def _is_unseen(character: str) -> bool:
    """Control and format characters, but for the two that join and part letters in Persian, Hindi and others."""
    return unicodedata.category(character) in ("Cc", "Cf") and character not in "\u200c\u200d"


def _spelled(character: str) -> str:
    return character.encode("unicode_escape").decode()
