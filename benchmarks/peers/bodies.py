"""The hostile and the damaged submissions of the tests, as files that a student hands in."""

from __future__ import annotations

import importlib
import json
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import ModuleType

from .box import ROOT
from .course import NOTEBOOK, code_cell, notebook

HOSTILE = ROOT / "tests" / "submissions" / "hostile"
#: What happened to the whole notebook in a damaged case happened to the test cells in it too.
CELLS = {"metadata stripped": "stripped", "all other cells deleted": "lost", "cells duplicated": "twice"}
#: Attacks on memory and disk are graded one at a time: several together could be too much for the machine.
ALONE = ("memory_", "disk_", "end_deep_", "lie_endless_", "lie_huge_")
_FILLS = re.compile(r"^@fill\ndef (\w+)\(", re.MULTILINE)
_HONEST = re.compile(r"^# honest: (.*)$", re.MULTILINE)
_PERCENT = re.compile(r"^# %%.*$", re.MULTILINE)
_IMPORT = re.compile(r"^(?:import|from) .*$", re.MULTILINE)
_LONG_SLEEP = re.compile(r"\bsleep\(20\)")


@dataclass(frozen=True)
class Submission:
    """One submission of a body.

    Attributes:
        body: "hostile", "damaged" or "honest".
        name: of the submission.
        stubs: that it is graded on.
        make: writes it into a folder, returns what is handed in.
        deserved: points that its answers deserve; None for all of them.
        may_be_refused: whether there is nothing in it that could be graded.
        cells: what became of the test cells of a notebook that had some: kept, stripped of metadata, lost, twice.
        alone: whether nothing else should run beside it.
    """

    body: str
    name: str
    stubs: frozenset[str]
    make: Callable[[Path], Path]
    deserved: float | None = 0
    may_be_refused: bool = False
    cells: str = "kept"
    alone: bool = False


def hostile(with_networks: bool) -> list[Submission]:
    """The hostile body.

    Args:
        with_networks: also those that fill a stub which needs TensorFlow.
    """
    found = [_hostile(path) for path in sorted(HOSTILE.glob("*.py"))]
    return [one for one in found if with_networks or not needs_tensorflow(one.stubs)]


def needs_tensorflow(stubs: frozenset[str]) -> bool:
    """Whether one of these stubs builds or trains a network."""
    return any(stub == "train" or (stub.startswith("build_") and stub != "build_data_matrix") for stub in stubs)


def _hostile(path: Path) -> Submission:
    text = path.read_text(encoding="utf-8")
    honest = _HONEST.search(text)
    return Submission(
        "hostile",
        path.stem,
        frozenset(_FILLS.findall(text)),
        partial(_write_notebook, _shortened(text)),
        deserved=float(honest[1]) if honest else 0,
        alone=path.stem.startswith(ALONE),
    )


def _shortened(text: str) -> str:
    """Pauses of 20 s become 4 s, for every grader alike; not in processes that should outlive the grading."""
    return text if "fork" in text else _LONG_SLEEP.sub("sleep(4)", text)


def _write_notebook(text: str, folder: Path) -> Path:
    cells = [code_cell(part.strip()) for part in _PERCENT.split(text) if part.strip()]
    path = folder / NOTEBOOK
    path.write_text(notebook(cells), encoding="utf-8")
    return path


def damaged() -> list[Submission]:
    """The damaged body: the cases of tests/damaged.py, all of them answers to `label_beats`."""
    return [
        Submission(
            "damaged",
            case.name,
            frozenset({"label_beats"}),
            case.make,
            deserved=None if case.full and not case.refused else case.deserved,
            may_be_refused=bool(case.refused),
            cells=CELLS.get(case.name, "kept"),
        )
        for case in _cases().CASES
    ]


def honest(stubs: frozenset[str]) -> Submission:
    """The reference's answers to these stubs, to see what grading does when nobody attacks."""
    return Submission("honest", "-".join(sorted(stubs)), stubs, partial(_write_notebook, reference_code(stubs)), None)


def reference_code(stubs: frozenset[str]) -> str:
    """The cells that fill stubs in the reference solutions of these stubs' tasks, and the imports above them."""
    parts: list[str] = []
    for script in sorted((ROOT / "solutions").glob("task*/*.py")):
        text = script.read_text(encoding="utf-8")
        if stubs & set(_FILLS.findall(text)):
            first = next(part for part in _PERCENT.split(text) if _IMPORT.search(part))
            imports = _IMPORT.findall(first)
            parts += ["\n".join(imports), *(part.strip() for part in _PERCENT.split(text) if _FILLS.search(part))]
    return "\n\n# %%\n".join(parts)


def _cases() -> ModuleType:
    sys.path.append(str(ROOT / "tests"))
    return importlib.import_module("damaged")


def with_cells(content: bytes, cells: list[dict], fate: str) -> bytes:
    """A notebook's file with more cells at its end; everything else stays as it is, damage too.

    Args:
        content: the file.
        cells: what to add.
        fate: see `Submission.cells`.
    """
    text, encoding = _decoded(content)
    end = _end_of_cells(text)
    if end is None or fate == "lost":
        return content
    if fate == "stripped":
        cells = [{**cell, "metadata": {}} for cell in cells]
    texts = [json.dumps(_as_version_3(cell) if '"worksheets"' in text else cell) for cell in _times(cells, fate)]
    comma = "" if text[:end].rstrip().endswith("[") else ","
    return (text[:end].rstrip() + comma + ",".join(texts) + text[end:]).encode(encoding)


def _times(cells: list[dict], fate: str) -> Iterator[dict]:
    yield from cells
    if fate == "twice":
        yield from cells


def _decoded(content: bytes) -> tuple[str, str]:
    for encoding in ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text, encoding if encoding != "utf-8-sig" or content[:3] == b"\xef\xbb\xbf" else "utf-8"
    return "", "utf-8"


def _end_of_cells(text: str) -> int | None:
    """Where the list of cells ends: before the notebook's own metadata, or with the file where there is none."""
    found = re.search(r"[\r\n] {1,3}(\])\s*,\s*\"metadata\"", text) or re.search(r"\}(\])\s*\}\s*\Z", text)
    return found.start(1) if found else None


def _as_version_3(cell: dict) -> dict:
    return {
        "cell_type": "code",
        "collapsed": False,
        "input": cell["source"],
        "language": "python",
        "metadata": cell["metadata"],
        "outputs": [],
    }
