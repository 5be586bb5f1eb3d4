"""Find the answers of one file in bounded time: Python's parser alone can be kept busy for hours.

An f-string of 300 KB takes CPython 3.11 minutes, inside C code that nothing interrupts. So the cells of an ordinary
notebook are looked at here, and larger ones in a process that can be ended. Neither runs anything of the submission.
"""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path

from ecgkit.contracts import STUBS
from ecgkit.magics import writes

from .answers import Answers, find_answers
from .busy_machine import excuse_time
from .failures import GraderFault
from .isolation import ROOT
from .limits import LIMITS
from .notebook import MemoryFile, SubmissionError, complete, read_bytes, read_chunks, read_text
from .worker.sandbox import limit

#: Which parts of `Answers` JSON cannot hold as they are.
_SETS = ("filled", "decorated", "blank", "doubtful")


def answers_of_all(paths: Iterable[Path | MemoryFile]) -> list[Answers]:
    """The answers of all files of a submission.

    A function of a stub's name without `@fill` is an answer only if no file fills that stub: beside one that does, it
    is a helper or an old attempt, as it is beside one in its own file. A stub as it was handed out is no answer beside
    one with a body. A file that cannot be read is left out, if another one answers anything.

    Raises:
        SubmissionError: see `answers_of`.
    """
    paths = list(paths)
    until = time.monotonic() + LIMITS.all_analysis_seconds
    files, unread = _read(paths, until)
    answered = set().union(*(answers.filled - answers.blank for _, answers in files))
    decorated = set().union(*(answers.decorated - (answers.blank & answered) for _, answers in files))
    found = [
        answers_of(path, decorated, answered, until)
        if (answers.filled - answers.decorated) & decorated or answers.blank & answered
        else answers
        for path, answers in files
    ]
    _note_stubs_of_several(found, [path.name for path, _ in files])
    _lay_modules_beside(found, paths)
    return [*found, *unread]


def _read(
    paths: Iterable[Path | MemoryFile], until: float
) -> tuple[list[tuple[Path | MemoryFile, Answers]], list[Answers]]:
    """The answers of each file, and why others cannot be read."""
    files: list[tuple[Path | MemoryFile, Answers]] = []
    errors: list[SubmissionError] = []
    for path in paths:
        try:
            files.append((path, answers_of(path, until=until)))
        except SubmissionError as error:
            errors.append(error)
    if errors and not any(answers.filled - answers.blank for _, answers in files):
        raise errors[0]
    return files, [Answers(faults=dict.fromkeys(STUBS, str(error)), repairs=[f"left out: {error}"]) for error in errors]


def _lay_modules_beside(files: list[Answers], paths: list[Path | MemoryFile]) -> None:
    """Let answers import the scripts that were handed in with them: first cells write these down, as `%%writefile` does."""
    modules = {path.name.removesuffix(".py"): path for path in paths if _is_module(path.name)}
    imported = re.compile(rf"^[ \t]*(?:import|from)[ \t]+(?:{'|'.join(sorted(modules))})\b", re.MULTILINE)
    users = [answers for answers in files if any(imported.search(text) for _, text in answers.cells)] if modules else []
    if not users:
        return
    cells = []
    for path in modules.values():
        with suppress(SubmissionError):
            cells.append((path.name, writes(path.name, read_text(path))))
    if sum(len(text) for _, text in cells) > LIMITS.source_bytes:
        return
    for answers in users:
        answers.cells[:0] = cells
        answers.doubtful = {place + len(cells) for place in answers.doubtful}


def _is_module(name: str) -> bool:
    """Whether a file can be imported, and hides no package by its name."""
    stem = name.removesuffix(".py")
    return name != stem and stem.isidentifier() and not stem.startswith("__") and not _is_taken(stem)


def _is_taken(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ValueError:
        # It is loaded and says not from where, as some of Cython's are.
        return True


def _note_stubs_of_several(files: list[Answers], names: list[str]) -> None:
    """Say which of several files counts."""
    for name in sorted(set().union(*(answers.filled for answers in files))):
        places = [place for place, answers in enumerate(files) if name in answers.filled]
        if len(places) > 1:
            others = ", ".join(names[place] for place in places[:-1][:5])
            files[places[-1]].repairs.append(f"`{name}` is also in {others}; that of {names[places[-1]]} counts")


def answers_of(
    path: Path | MemoryFile,
    filled_elsewhere: Iterable[str] = (),
    answered_elsewhere: Iterable[str] = (),
    until: float = float("inf"),
) -> Answers:
    """The answers of one notebook or percent script.

    Args:
        path: of the file.
        filled_elsewhere: the stubs with a `fill` in another file.
        answered_elsewhere: the stubs that are more than blank in another file.
        until: when the time for all files is over, by `time.monotonic`.

    Raises:
        SubmissionError: it cannot be graded; says why in one sentence.
    """
    left = until - time.monotonic()
    if left <= 0:
        excuse_time()
        raise _unreadable(path)
    source, chunks = read_chunks(path)
    if sum(len(text) for _, text in chunks) > LIMITS.small_source:
        elsewhere = [sorted(filled_elsewhere), sorted(answered_elsewhere)]
        return _in_own_process(path, elsewhere, min(LIMITS.analysis_seconds, left))
    try:
        return find_answers(complete(source, chunks), STUBS, filled_elsewhere, answered_elsewhere)
    except (RecursionError, MemoryError, ValueError) as error:
        # A ValueError of Python's own: a number of more digits than it writes, or a character that it cannot.
        raise _unreadable(path) from error


def _unreadable(path: Path | MemoryFile) -> SubmissionError:
    return SubmissionError(f"{path.name} holds Python that is too long or too deeply nested to be read.")


def _in_own_process(path: Path | MemoryFile, elsewhere: list[list[str]], seconds: float) -> Answers:
    program = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); from autograder import analysis; analysis.main(sys.argv[1])"
    )
    try:
        run = subprocess.run(
            [sys.executable, "-I", "-B", "-c", program, json.dumps([path.name, elsewhere, *_notes(path)])],
            input=read_bytes(path),
            capture_output=True,
            timeout=seconds,
            check=True,
        )
        found = json.loads(run.stdout)
    except subprocess.TimeoutExpired as error:
        excuse_time()
        raise _unreadable(path) from error
    except subprocess.CalledProcessError as error:
        # A signal, or one of three exceptions, is what the file brings about.
        if error.returncode < 0 or any(
            word in error.stderr for word in (b"MemoryError", b"RecursionError", b"ValueError")
        ):
            raise _unreadable(path) from error
        raise GraderFault(
            f"{path.name} could not be looked at: {error.stderr.decode(errors='replace')[-500:]}"
        ) from error
    if "refused" in found:
        raise SubmissionError(found["refused"])
    found.update({name: set(found[name]) for name in _SETS})
    found.update({name: [(label, text) for label, text in found[name]] for name in ("cells", "broken")})
    return Answers(**found)


def _notes(path: Path | MemoryFile) -> tuple[str, ...]:
    return path.notes if isinstance(path, MemoryFile) else ()


def main(about: str) -> None:
    """Print the answers of the file on stdin as JSON; for `answers_of` alone.

    Args:
        about: its name, the stubs that other files fill and that they answer, and its notes, as a list in JSON.
    """
    limit(resource.RLIMIT_DATA, LIMITS.memory_bytes)
    try:
        name, elsewhere, *notes = json.loads(about)
        file = MemoryFile(name, sys.stdin.buffer.read(), tuple(notes))
        answers = find_answers(complete(*read_chunks(file)), STUBS, *elsewhere)
        found = {**asdict(answers), **{name: sorted(getattr(answers, name)) for name in _SETS}}
    except SubmissionError as error:
        found = {"refused": str(error)}
    print(json.dumps(found))
