"""Read what a student hands in: the code cells of a notebook or a percent script, whatever happened to the file.

Plain JSON and Python's own parser: nothing here runs or imports anything of the submission.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from .limits import LIMITS

_PERCENT_MARK = re.compile(r"^# %%.*$", re.MULTILINE)
_MARKDOWN_MARK = re.compile(r"^# %%\s*.*\[(markdown|md|raw)\]")


class SubmissionError(Exception):
    """A file cannot be graded at all; the message is one sentence for the student."""


@dataclass(frozen=True)
class Cell:
    """One code cell: how to call it in a message, and its Python source."""

    label: str
    source: str


@dataclass
class Source:
    """The code cells of one file, and what had to be repaired to read them."""

    path: Path
    cells: list[Cell]
    repairs: list[str] = field(default_factory=list)


def read_source(path: Path) -> Source:
    """Read one notebook (.ipynb) or percent script (.py).

    Raises:
        SubmissionError: the file is missing, too large, or no notebook.
    """
    if not path.is_file():
        raise SubmissionError(f"{path.name} is not a file.")
    if path.stat().st_size > LIMITS.notebook_bytes:
        raise SubmissionError(
            f"{path.name} has {path.stat().st_size / 2**20:.0f} MB; at most {LIMITS.notebook_bytes / 2**20:.0f} MB are accepted. "
            "Clear all outputs and save it again."
        )
    text = path.read_bytes().decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    source = _read_notebook(path, text) if path.suffix == ".ipynb" else _read_percent(path, text)
    if len(source.cells) > LIMITS.cells:
        raise SubmissionError(f"{path.name} has {len(source.cells)} code cells; at most {LIMITS.cells} are accepted.")
    return source


def _read_notebook(path: Path, text: str) -> Source:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SubmissionError(
            f"{path.name} is not a notebook: its JSON is damaged or cut off. Open it in Jupyter, save it and hand it in again."
        ) from error
    cells = _cells_of(content)
    if cells is None:
        raise SubmissionError(f"{path.name} holds JSON, but no cells: it is not a notebook.")
    source = Source(path, [])
    for number, cell in enumerate(cells, start=1):
        if isinstance(cell, dict) and cell.get("cell_type") == "code":
            _append(source, f"cell {number}", _text_of(cell))
    return source


def _cells_of(content: object) -> list | None:
    """The cells of nbformat 4, or of the first worksheet of nbformat 3."""
    if not isinstance(content, dict):
        return None
    worksheets = content.get("worksheets")
    if isinstance(worksheets, list) and worksheets and isinstance(worksheets[0], dict):
        content = worksheets[0]
    cells = content.get("cells")
    return cells if isinstance(cells, list) else None


def _text_of(cell: dict) -> str:
    text = cell.get("source", cell.get("input", ""))
    if isinstance(text, list):
        text = "".join(part for part in text if isinstance(part, str))
    return text if isinstance(text, str) else ""


def _read_percent(path: Path, text: str) -> Source:
    source = Source(path, [])
    starts = [match.start() for match in _PERCENT_MARK.finditer(text)]
    edges = sorted({0, *starts, len(text)})
    for number, (start, end) in enumerate(zip(edges, edges[1:], strict=False), start=1):
        chunk = text[start:end]
        if not _MARKDOWN_MARK.match(chunk):
            _append(source, f"cell {number}", chunk)
    return source


def _append(source: Source, label: str, text: str) -> None:
    python, removed = without_magics(text.replace("\r\n", "\n").replace("\r", "\n"))
    if removed:
        source.repairs.append(f"{label}: left out {removed}")
    if python.strip():
        source.cells.append(Cell(label, python))


def without_magics(text: str) -> tuple[str, str]:
    """Blank out IPython's magics and shell lines, keeping line numbers.

    Returns:
        the Python text, and a few words on what was left out ("" if nothing).
    """
    lines = text.split("\n")
    first = next((line for line in lines if line.strip()), "")
    if first.startswith("%%"):
        if not re.match(r"%%(time|timeit|capture|prun|python3?|pypy)\b", first):
            return "", f"a cell in another language ({first.split()[0]})"
    left_out = ""
    for number, line in enumerate(lines):
        if re.match(r"\s*(%|!|\?\w)|\s*[\w.]+\?{1,2}\s*$", line) and not _is_inside_text(lines, number):
            indent = line[: len(line) - len(line.lstrip())]
            lines[number] = indent + ("pass" if indent else "")
            left_out = "magics and shell lines"
    return "\n".join(lines), left_out


def _is_inside_text(lines: list[str], number: int) -> bool:
    """Whether a line that looks like a magic is part of valid Python (a continued expression, a docstring)."""
    import ast

    try:
        tree = ast.parse("\n".join(lines))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return any(
        node.lineno <= number + 1 <= (node.end_lineno or 0) for node in ast.walk(tree) if isinstance(node, ast.Constant | ast.BinOp)
    )
