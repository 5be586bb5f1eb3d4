"""Find the answers of one file in bounded time: Python's parser alone can be kept busy for hours.

An f-string of 300 KB takes CPython 3.11 minutes, inside C code that nothing interrupts. So the cells of an ordinary
notebook are looked at here, and larger ones in a process that can be ended. Neither runs anything of the submission.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from ecgkit.contracts import STUBS

from .answers import Answers, find_answers
from .isolation import ROOT
from .limits import LIMITS
from .notebook import MemoryFile, SubmissionError, complete, read_bytes, read_chunks


def answers_of(path: Path | MemoryFile) -> Answers:
    """The answers of one notebook or percent script.

    Raises:
        SubmissionError: it cannot be graded; says why in one sentence.
    """
    source, chunks = read_chunks(path)
    if sum(len(text) for _, text in chunks) > LIMITS.small_source:
        return _in_own_process(path)
    return find_answers(complete(source, chunks), STUBS)


def _in_own_process(path: Path | MemoryFile) -> Answers:
    program = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); from autograder import analysis; analysis.main(sys.argv[1])"
    )
    try:
        run = subprocess.run(
            [sys.executable, "-I", "-B", "-c", program, json.dumps([path.name, *_notes(path)])],
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
    return Answers(
        [(label, text) for label, text in found["cells"]], set(found["filled"]), found["faults"], found["repairs"]
    )


def _notes(path: Path | MemoryFile) -> tuple[str, ...]:
    return path.notes if isinstance(path, MemoryFile) else ()


def main(about: str) -> None:
    """Print the answers of the file on stdin as JSON; for `answers_of` alone.

    Args:
        about: its name and notes, as a list in JSON.
    """
    resource.setrlimit(resource.RLIMIT_DATA, (LIMITS.memory_bytes, LIMITS.memory_bytes))
    try:
        name, *notes = json.loads(about)
        file = MemoryFile(name, sys.stdin.buffer.read(), tuple(notes))
        answers = find_answers(complete(*read_chunks(file)), STUBS)
        found = {**asdict(answers), "filled": sorted(answers.filled)}
    except SubmissionError as error:
        found = {"refused": str(error)}
    print(json.dumps(found))
