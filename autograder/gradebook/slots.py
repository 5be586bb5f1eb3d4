"""The cells that nbgrader's gradebook knows of a notebook, and where a submission has them, whatever happened to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from ..notebook import SubmissionError, read_cells, text_of_cell

_SCHEMA_VERSION = 3


@dataclass(frozen=True)
class Slot:
    """One cell with an id, as it was handed out.

    Attributes:
        grade_id: its id, such as "check-label_beats".
        cell_type: "code" or "markdown".
        source: its text.
        grade: whether it has points.
        solution: whether students write in it.
        locked: whether they must not.
        points: what it is worth at most.
        checksum: of its text, by which nbgrader sees that nobody wrote in it.
        prompt: the text of the cell above it, "" if unknown.
    """

    grade_id: str
    cell_type: str
    source: str
    grade: bool
    solution: bool
    locked: bool
    points: float
    checksum: str
    prompt: str = ""

    @property
    def stub(self) -> str:
        """The stub that it checks or fills; "" for a question."""
        kind, _, name = self.grade_id.partition("-")
        return name if kind in ("check", "fill") else ""

    @property
    def is_check(self) -> bool:
        """Whether our checks decide its score."""
        return self.grade and not self.solution and bool(self.stub)

    @property
    def is_question(self) -> bool:
        """Whether a person reads and marks it."""
        return self.grade and self.solution and not self.stub

    def is_written_in(self, cell: dict) -> bool:
        """Whether somebody wrote in its cell: it is neither as it was handed out nor empty."""
        return text_of_cell(cell).strip() not in ("", self.source.strip())

    def metadata(self) -> dict:
        """What nbgrader reads."""
        settings: dict[str, Any] = {
            "schema_version": _SCHEMA_VERSION,
            "grade_id": self.grade_id,
            "grade": self.grade,
            "solution": self.solution,
            "locked": self.locked,
            "task": False,
            "cell_type": self.cell_type,
            "checksum": self.checksum,
        }
        return {"nbgrader": settings | ({"points": self.points} if self.grade else {})}


def slots_of(gradebook: Any, notebook: str, assignment: str, released: Path) -> list[Slot]:
    """The slots of one notebook, in its order.

    Args:
        gradebook: nbgrader's, open.
        notebook: its name.
        assignment: name of the assignment.
        released: the notebook as it was handed out; knows the text of the questions, if it is there.
    """
    known = gradebook.find_notebook(notebook, assignment)
    points = {cell.name: float(cell.max_score) for cell in known.grade_cells}
    solutions = {cell.name for cell in known.solution_cells}
    cells = released_cells(released)
    prompts = {grade_id_of(cell): text_of_cell(above).strip() for above, cell in pairwise(cells)}
    return [
        Slot(
            grade_id=cell.name,
            cell_type=cell.cell_type,
            source=cell.source,
            grade=cell.name in points,
            solution=cell.name in solutions,
            locked=bool(cell.locked),
            points=points.get(cell.name, 0),
            checksum=cell.checksum,
            prompt=prompts.get(cell.name, ""),
        )
        for cell in known.source_cells
    ]


def released_cells(released: Path) -> list[dict]:
    """The cells of a notebook as it was handed out; none if it is not there."""
    try:
        return read_cells(released)
    except SubmissionError:
        return []


def find_slots(cells: Sequence[dict], slots: Sequence[Slot]) -> dict[int, Slot]:
    """Which cell of a submission is which slot: by its id, else by what stands in it or above it.

    Args:
        cells: of the submission, see `notebook.read_cells`.
        slots: of the notebook.

    Returns:
        by position of the cell; a slot that is nowhere is missing, one that is there twice is found once.
    """
    found: dict[int, Slot] = {}
    for slot in slots:
        places = [place for place in _places(cells, slot) if place not in found]
        written = [place for place in places if slot.is_written_in(cells[place])]
        # Of several copies the last one that somebody wrote in: the same rule as for several fills of a stub.
        if places:
            found[(written or places)[-1]] = slot
    return found


def _places(cells: Sequence[dict], slot: Slot) -> list[int]:
    by_content = _by_content(cells, slot)
    by_id = [place for place, cell in enumerate(cells) if slot.grade_id in (grade_id_of(cell), _cell_id(cell))]
    return (by_content or by_id) if slot.stub else (by_id or by_content)


def _by_content(cells: Sequence[dict], slot: Slot) -> list[int]:
    if not slot.stub:
        return _below_prompt(cells, slot)
    pattern = rf"^check\(\W*{slot.stub}\W*\)" if slot.is_check else rf"^(async )?def {slot.stub}\("
    wanted = re.compile(pattern, re.MULTILINE)
    return [
        place
        for place, cell in enumerate(cells)
        if cell.get("cell_type") == "code" and wanted.search(text_of_cell(cell))
    ]


def _below_prompt(cells: Sequence[dict], slot: Slot) -> list[int]:
    """The cell below the question, unless it is another slot's or starts a new part of the text."""
    if not slot.prompt:
        return []
    places = [place + 1 for place, cell in enumerate(cells[:-1]) if text_of_cell(cell).strip() == slot.prompt]
    return [
        place for place in places if not grade_id_of(cells[place]) and not text_of_cell(cells[place]).startswith("#")
    ]


def grade_id_of(cell: dict) -> str:
    """nbgrader's id in the metadata of a cell; "" if there is none."""
    settings = _metadata(cell).get("nbgrader")
    grade_id = settings.get("grade_id") if isinstance(settings, dict) else None
    return grade_id if isinstance(grade_id, str) else ""


def _cell_id(cell: dict) -> str:
    """nbformat's own id; Colab keeps it in the metadata."""
    identifier = cell.get("id", _metadata(cell).get("id"))
    return identifier if isinstance(identifier, str) else ""


def _metadata(cell: dict) -> dict:
    metadata = cell.get("metadata")
    return metadata if isinstance(metadata, dict) else {}
