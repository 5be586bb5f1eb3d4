"""Find the answers of one file in bounded time: Python's parser alone can be kept busy for hours.

An f-string of 300 KB takes CPython 3.11 minutes, inside C code that nothing interrupts. So the cells of an ordinary
notebook are looked at here, and larger ones in a process that can be ended. Neither runs anything of the submission.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from ecgkit.contracts import STUBS

from .answers import Answers, find_answers
from .isolation import ROOT
from .limits import LIMITS
from .notebook import MemoryFile, SubmissionError, complete, read_bytes, read_chunks

#: Which parts of `Answers` JSON cannot hold as they are.
_SETS = ("filled", "decorated", "doubtful")


def answers_of_all(paths: Iterable[Path | MemoryFile]) -> list[Answers]:
    """The answers of all files of a submission.

    A function of a stub's name without `@fill` is an answer only if no file fills that stub: beside one that does, it
    is a helper or an old attempt, as it is beside one in its own file.

    Raises:
        SubmissionError: see `answers_of`.
    """
    files = [(path, answers_of(path)) for path in paths]
    decorated = set().union(*(answers.decorated for _, answers in files))
    return [
        answers_of(path, decorated) if (answers.filled - answers.decorated) & decorated else answers
        for path, answers in files
    ]


def answers_of(path: Path | MemoryFile, filled_elsewhere: Iterable[str] = ()) -> Answers:
    """The answers of one notebook or percent script.

    Args:
        path: of the file.
        filled_elsewhere: the stubs with a `fill` in another file.

    Raises:
        SubmissionError: it cannot be graded; says why in one sentence.
    """
    source, chunks = read_chunks(path)
    if sum(len(text) for _, text in chunks) > LIMITS.small_source:
        return _in_own_process(path, sorted(filled_elsewhere))
    return find_answers(complete(source, chunks), STUBS, filled_elsewhere)


def _in_own_process(path: Path | MemoryFile, filled_elsewhere: list[str]) -> Answers:
    program = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); from autograder import analysis; analysis.main(sys.argv[1])"
    )
    try:
        run = subprocess.run(
            [sys.executable, "-I", "-B", "-c", program, json.dumps([path.name, filled_elsewhere, *_notes(path)])],
            input=read_bytes(path),
            capture_output=True,
            timeout=LIMITS.analysis_seconds,
            check=True,
        )
        found = json.loads(run.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        raise SubmissionError(f"{path.name} holds Python that is too long or too deeply nested to be read.") from error
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
        about: its name, the stubs that other files fill, and its notes, as a list in JSON.
    """
    resource.setrlimit(resource.RLIMIT_DATA, (LIMITS.memory_bytes, LIMITS.memory_bytes))
    try:
        name, filled_elsewhere, *notes = json.loads(about)
        file = MemoryFile(name, sys.stdin.buffer.read(), tuple(notes))
        answers = find_answers(complete(*read_chunks(file)), STUBS, filled_elsewhere)
        found = {**asdict(answers), **{name: sorted(getattr(answers, name)) for name in _SETS}}
    except SubmissionError as error:
        found = {"refused": str(error)}
    print(json.dumps(found))
