"""Whose a piece is, told by all that was handed in together: who is called how, and which names nobody could have chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain, takewhile
from pathlib import Path

from .lms_names import is_assignment
from .notebook import SubmissionError
from .pieces import Piece, alone


def of_one_class(found: Mapping[Path, Sequence[Piece]], strays: list[str], *, same_class: bool) -> list[Piece]:
    """What was found at each path: no name in a folder or archive lets it hand in for who is found elsewhere, unless it may."""
    if same_class or len(found) == 1:
        return [piece for pieces in found.values() for piece in pieces]
    ours = {path: _by_whoever_named_it(path, found, strays) for path in found}
    if shared := _shared(ours):
        student, paths = next(iter(shared.items()))
        others = f" and of {len(shared) - 1} more" if len(shared) > 1 else ""
        raise SubmissionError(
            f"{' and '.join(short_paths(paths))} hold files of {student}{others}. If these are downloads of one class, say so: "
            "--same-class, in nbgrader --ArchiveExtractor.same_class=True. If one is of a single student, unpack it into a folder "
            "with the student's name, and rename the files in it."
        )
    return [piece for pieces in ours.values() for piece in pieces]


def _shared(found: Mapping[Path, Sequence[Piece]]) -> dict[str, list[Path]]:
    """By student, the paths where they were found, if these are several, and a name within one of them says it."""
    paths: dict[str, list[Path]] = {}
    for path, pieces in found.items():
        for student in dict.fromkeys(piece.owner.student for piece in pieces):
            paths.setdefault(student, []).append(path)
    named_within = {piece.owner.student for path in found for piece in found[path] if piece.place != path}
    return {student: places for student, places in paths.items() if len(places) > 1 and student in named_within}


def _by_whoever_named_it(path: Path, found: Mapping[Path, Sequence[Piece]], strays: list[str]) -> Sequence[Piece]:
    """Beside students' own files, a folder or archive of one student is that, whatever a platform's names in it say."""
    pieces = found[path]
    elsewhere = {
        piece.owner.student for place in found if place != path for piece in found[place] if not piece.owner.platform
    }
    is_by_platform = any(piece.owner.platform and piece.place != path for piece in pieces)
    if not is_by_platform or not (elsewhere or any(not piece.owner.platform for piece in pieces)):
        return pieces
    owners = {piece.owner.student for piece in pieces}
    if len(owners) == 1 or len(owners) <= len(elsewhere):
        strays.append(taken_for_one(path))
        return [alone(path)]
    strays.append(
        f"{path.name}: taken for what a platform gives for a class, by the names in it; if one student handed it in, unpack "
        "it into a folder with the student's name, and rename the files in it"
    )
    return pieces


def taken_for_one(path: Path) -> str:
    """What to ask about what could be a class's."""
    return f"{path.name}: taken for one student's, though a platform's names stand in it; if it is of a class, say --same-class"


def with_whole_names(found: Mapping[Path, Sequence[Piece]]) -> dict[Path, Sequence[Piece]]:
    """Names as they are in the class, which all that lies together tells.

    On Blackboard `lab 1_j_doe_attempt_…` and `lab 1_roe_attempt_…` are of j_doe and roe: one download is of one assignment. Moodle's
    numbers are others in each assignment: who bears a name alone is called by it.
    """
    by_source: dict[str, list[Piece]] = {}
    for piece in chain.from_iterable(found.values()):
        by_source.setdefault(piece.source, []).append(piece)
    beginnings = {source: _beginnings_of_names(together) for source, together in by_source.items()}
    doubled = _doubled_names(by_source.values())

    def whole(piece: Piece) -> Piece:
        name = "_".join([*beginnings[piece.source].get(piece.attempt.assignment, []), piece.owner.student])
        if piece.owner.platform == "moodle" and piece.owner.name not in doubled:
            name = piece.owner.name
        return replace(piece, owner=replace(piece.owner, student=name))

    return {path: list(map(whole, pieces)) for path, pieces in found.items()}


def _doubled_names(sources: Iterable[Sequence[Piece]]) -> set[str]:
    """Names that do not tell students apart on Moodle; Participant is everybody where names are hidden."""
    doubled = {"Participant"}
    for pieces in sources:
        owners = {piece.owner for piece in pieces if piece.owner.platform == "moodle"}
        count = Counter(owner.name for owner in owners)
        doubled |= {name for name in count if count[name] > 1}
    return doubled


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


def short_paths(paths: Iterable[str | Path]) -> list[str]:
    """Names of files or folders, with as many of those around them as tell them apart."""
    parts = [Path(path).parts for path in paths]
    length = 1
    while len({each[-length:] for each in parts}) < len(set(parts)):
        length += 1
    return [str(Path(*each[-length:])) for each in parts]
