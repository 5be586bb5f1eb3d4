"""Read what a student hands in: the code cells of a notebook or a percent script, whatever happened to the file.

Plain JSON and Python's own parser: nothing here runs or imports anything of the submission.
"""

from __future__ import annotations

import codecs
import json
import os
import re
import stat
from dataclasses import dataclass, field
from itertools import chain, islice, pairwise
from pathlib import Path, PurePath
from typing import BinaryIO

from ecgkit.magics import is_python, without_magics

from .foreign import refusal
from .limits import LIMITS

#: `# %%`, not a `#%%timeit` that was put out of use; `#%%` as Spyder writes it, `# In[7]:` as nbconvert does.
_MARK = re.compile(r"^#(?: ?%%(?![A-Za-z])| In ?\[[\d ]{0,9}\]:)", re.MULTILINE)
_MARKS_OF_TEXT = ("[markdown]", "[md]", "[raw]")
#: As JSON writes it. Behind an odd number of backslashes more, it is what the code of a cell says: `rstrip("\\u0000")`.
_ESCAPED_NUL = re.compile(r"(?<!\\)((?:\\\\)*+)\\u0000")
#: What word processors, web pages and keyboards of other scripts make of code, and what was typed.
_AS_TYPED = {
    **dict.fromkeys(map(ord, "\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"), " "),
    **dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff\x1a"), ""),
    **dict.fromkeys(map(ord, "\u2018\u2019\u201a\u201b\u2032\u2039\u203a"), "'"),
    **dict.fromkeys(map(ord, "\u00ab\u00bb\u201c\u201d\u201e\u201f\u2033"), '"'),
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-"),
    # The wide forms of ASCII.
    **{wide: chr(wide - 0xFEE0) for wide in range(0xFF01, 0xFF5F)},
}
_WORD_PROCESSOR = re.compile(f"[{re.escape(''.join(map(chr, _AS_TYPED)))}]")


#: Cells of a script, text included; beyond that they are not even counted.
_MOST_MARKS = 50_000


class SubmissionError(Exception):
    """A file cannot be graded at all; the message is one sentence for the student."""


@dataclass(frozen=True)
class MemoryFile:
    """A file that lies in memory: out of an archive, or from another machine.

    Attributes:
        name: last part of its name, as its owner knows it.
        content: its bytes.
        notes: what had to be put right until now, for the report.
        fault: why it cannot be read, "" if it can; said when it is looked at, for others beside it may be right.
    """

    name: str
    content: bytes
    notes: tuple[str, ...] = ()
    fault: str = ""

    @property
    def suffix(self) -> str:
        """As of a path."""
        return PurePath(self.name).suffix


@dataclass(frozen=True)
class Cell:
    """One code cell.

    Attributes:
        label: how to call it in a message.
        source: its Python source.
        never_ran: whether what is left of it is a part of a cell that is not valid Python, which Jupyter refuses as a whole.
    """

    label: str
    source: str
    never_ran: bool = False


@dataclass
class Source:
    """The cells of one file.

    Attributes:
        path: of the file.
        cells: its code cells.
        repairs: what had to be repaired to read them.
        texts: its other cells, as they stand in the file.
    """

    path: Path | MemoryFile
    cells: list[Cell]
    repairs: list[str] = field(default_factory=list)
    texts: list[Cell] = field(default_factory=list)


def read_source(path: Path | MemoryFile) -> Source:
    """Read one notebook (.ipynb) or percent script (.py).

    Raises:
        SubmissionError: the file is missing, too large, or no notebook.
    """
    return complete(*read_chunks(path))


def read_chunks(path: Path | MemoryFile) -> tuple[Source, list[tuple[str, str]]]:
    """The label and text of each code cell as it stands in the file, not yet looked at, and a source still without cells.

    Raises:
        SubmissionError: see `read_source`.
    """
    source = Source(path, [], list(path.notes) if isinstance(path, MemoryFile) else [])
    text = _decode(read_bytes(path), source)
    is_notebook = _is_notebook(path, text)
    if is_notebook and path.suffix != ".ipynb":
        source.repairs.append(f"{path.name}: read as a notebook")
    if is_notebook:
        cells = [
            (f"cell {number}", text_of_cell(cell), cell.get("cell_type") == "code")
            for number, cell in enumerate(_cells_of_notebook(path, text), start=1)
            if isinstance(cell, dict)
        ]
    else:
        cells = [
            (f"cell {number}", chunk, not _is_text(chunk))
            for number, chunk in enumerate(_chunks_of_script(path, text), start=1)
        ]
    chunks = [(label, chunk) for label, chunk, is_code in cells if is_code]
    _require_bounds(path, chunks)
    source.texts += [Cell(label, chunk) for label, chunk, is_code in cells if not is_code]
    return source, chunks


def read_text(path: Path | MemoryFile) -> str:
    """The text of a file, whatever program saved it.

    Raises:
        SubmissionError: see `read_source`.
    """
    return _decode(read_bytes(path), Source(path, []))


def read_cells(path: Path | MemoryFile) -> list[dict]:
    """Every cell of a notebook, text and outputs too, as it stands in the file; a script's cells in the same form.

    Raises:
        SubmissionError: see `read_source`.
    """
    text = read_text(path)
    if _is_notebook(path, text):
        return [cell for cell in _cells_of_notebook(path, text) if isinstance(cell, dict)]
    return [
        {"cell_type": "markdown", "source": re.sub(r"^# ?", "", chunk.partition("\n")[2], flags=re.MULTILINE)}
        if _is_text(chunk)
        else {"cell_type": "code", "source": chunk}
        for chunk in _chunks_of_script(path, text)
    ]


def _is_notebook(path: Path | MemoryFile, text: str) -> bool:
    # A browser may call it .ipynb.txt or .ipynb.json: a script never begins like JSON.
    return path.suffix == ".ipynb" or text.lstrip().startswith("{")


def complete(source: Source, chunks: list[tuple[str, str]]) -> Source:
    """Append the cells, repaired."""
    for label, chunk in chunks:
        _append(source, label, chunk)
    return source


def read_bytes(path: Path | MemoryFile) -> bytes:
    """The content of a notebook or script.

    Raises:
        SubmissionError: it is no file, too large, empty, or an archive or a document.
    """
    if isinstance(path, MemoryFile) and path.fault:
        raise SubmissionError(path.fault)
    size, content = (len(path.content), path.content) if isinstance(path, MemoryFile) else _from_disk(path)
    if size > LIMITS.notebook_bytes:
        raise SubmissionError(
            f"{path.name} has {size / 2**20:.0f} MB; at most {LIMITS.notebook_bytes / 2**20:.0f} MB are accepted. "
            "Clear all outputs and save it again."
        )
    if not content.strip():
        raise SubmissionError(f"{path.name} is empty: save your notebook and hand it in again.")
    other = refusal(path.name, content)
    if other:
        raise SubmissionError(other)
    return content


def _from_disk(path: Path) -> tuple[int, bytes]:
    with open_regular(path) as file:
        size = os.fstat(file.fileno()).st_size
        return size, b"" if size > LIMITS.notebook_bytes else file.read(LIMITS.notebook_bytes)


def open_regular(path: Path) -> BinaryIO:
    """Open a regular file. Not waiting: what looks like a file may be a pipe that nobody writes to.

    Raises:
        SubmissionError: it is something else.
    """
    try:
        file = open(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb")  # noqa: SIM115 - the caller closes it
    except OSError as error:
        raise SubmissionError(f"{path.name} is not a file that can be read.") from error
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise SubmissionError(f"{path.name} is not a file.")
    return file


def _decode(content: bytes, source: Source) -> str:
    """The text, whatever program saved it, with the line ends and characters of a notebook."""
    encoding = "utf-16" if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        encoding, text = "cp1252", content.decode("cp1252", "replace")
    if encoding != "utf-8-sig":
        source.repairs.append(f"{source.path.name}: read as {encoding.upper()}; notebooks are UTF-8")
    without_nul = text.replace("\0", "")
    if "\\u0000" in without_nul and _is_notebook(source.path, without_nul):
        without_nul = _ESCAPED_NUL.sub(r"\1", without_nul)
    if without_nul != text:
        source.repairs.append(f"{source.path.name}: NUL characters left out")
        text = without_nul
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _require_bounds(path: Path | MemoryFile, chunks: list[tuple[str, str]]) -> None:
    if len(chunks) > LIMITS.cells:
        raise SubmissionError(f"{path.name} has {len(chunks)} code cells; at most {LIMITS.cells} are accepted.")
    size = sum(len(chunk) for _, chunk in chunks)
    if size > LIMITS.source_bytes:
        raise SubmissionError(
            f"{path.name} holds {size / 2**20:.1f} MB of Python; at most {LIMITS.source_bytes / 2**20:.0f} MB are accepted."
        )


def _cells_of_notebook(path: Path | MemoryFile, text: str) -> list:
    if text.count("[") + text.count("{") > LIMITS.notebook_items:
        raise SubmissionError(
            f"{path.name} holds more lists than a notebook can have. Clear all outputs and save it again."
        )
    try:
        # Not strict: a tab or line end inside a string is no reason to refuse a notebook.
        content = json.loads(text, strict=False)
    except (ValueError, RecursionError, MemoryError) as error:
        raise SubmissionError(
            f"{path.name} is not a notebook: its JSON is damaged or cut off. Open it in Jupyter, save it and hand it in again."
        ) from error
    cells = _cells_of(content)
    if cells is None:
        raise SubmissionError(
            f"{path.name} holds JSON, but no cells: it is not a notebook. Hand in your notebook (.ipynb)."
        )
    return cells


def _cells_of(content: object) -> list | None:
    """The cells of nbformat 4, or of the worksheets of nbformat 3."""
    if not isinstance(content, dict):
        return None
    worksheets = content.get("worksheets")
    sheets = worksheets if isinstance(worksheets, list) and worksheets else [content]
    lists = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)]
    cells = [cells for cells in lists if isinstance(cells, list)]
    return list(chain.from_iterable(cells)) if cells else None


def text_of_cell(cell: dict) -> str:
    """The text of a cell of `read_cells`, in whatever form it is kept."""
    text = cell.get("source", cell.get("input", ""))
    if isinstance(text, list):
        text = "".join(part for part in text if isinstance(part, str))
    return text if isinstance(text, str) else ""


def _is_text(chunk: str) -> bool:
    # No pattern: one that tries every length of a line of a million spaces would never end.
    mark = chunk.partition("\n")[0]
    return mark.startswith(("# %%", "#%%")) and any(word in mark for word in _MARKS_OF_TEXT)


def _chunks_of_script(path: Path | MemoryFile, text: str) -> list[str]:
    starts = [match.start() for match in islice(_MARK.finditer(text), _MOST_MARKS + 1)]
    if len(starts) > _MOST_MARKS:
        raise SubmissionError(f"{path.name} has more than {_MOST_MARKS} cells.")
    return [text[start:end] for start, end in pairwise(sorted({0, *starts, len(text)}))]


def _append(source: Source, label: str, text: str) -> None:
    # Half a character, as JSON may hold it, is no text for Python.
    whole = text.encode("utf-8", "replace").decode()
    if whole != text:
        source.repairs.append(f"{label}: halves of characters replaced")
    python, removed = without_magics(whole.replace("\r\n", "\n").replace("\r", "\n"))
    if removed:
        source.repairs.append(f"{label}: left out {removed}")
    typed, replaced = _retyped(python)
    if replaced:
        source.repairs.append(f"{label}: replaced {replaced}")
    if typed.strip():
        source.cells.append(Cell(label, typed))


def _retyped(python: str) -> tuple[str, str]:
    """Undo what a word processor or a web page makes of code; only where the cell is no Python as it is, but then."""
    if not _WORD_PROCESSOR.search(python) or is_python(python):
        return python, ""
    typed = python.translate(_AS_TYPED)
    return (typed, "curly quotes, or dashes and spaces of a word processor") if is_python(typed) else (python, "")
