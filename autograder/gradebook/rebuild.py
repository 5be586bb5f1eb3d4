"""A notebook that nbgrader can read, from whatever was handed in: every known cell once, with its right metadata.

Only for what people look at and for written answers: the checks read what was handed in itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from pathlib import Path
from typing import Any

from ..files import submission_files
from ..limits import LIMITS
from ..notebook import SubmissionError, read_cells, text_of_cell
from .shown import Outputs, as_quote, shown_source
from .slots import Slot, find_slots

_OUTPUTS = "Outputs are shown as they were handed in. The scores come from the checks alone, which ran the code again."


def rebuild(path: Path, slots: Sequence[Slot], released: Sequence[dict] = ()) -> Any:
    """A notebook of nbformat 4 with the submission's cells and every slot.

    Args:
        path: the notebook that was handed in; if nobody wrote in it, the files beside it that somebody wrote in are taken,
            and a question that nobody answered in it has the answer from there.
        slots: of the notebook that it should be.
        released: its cells as they were handed out, none if they are not known.
    """
    try:
        cells = _written_cells(path, slots, released)
    except SubmissionError as error:
        return _notebook([_markdown("not-readable", as_quote(str(error))), *map(_as_handed_out, slots)])
    found = find_slots(cells, slots)
    outputs = Outputs()
    made = [(found.get(place), _cell(place, cell, found.get(place), outputs)) for place, cell in enumerate(cells)]
    _insert_missing(made, slots)
    return _notebook([_markdown("outputs", as_quote(_OUTPUTS)), *(cell for _, cell in made)])


def _written_cells(path: Path, slots: Sequence[Slot], released: Sequence[dict]) -> list[dict]:
    """The cells of the notebook, or of its copies (`cnn-Copy1.ipynb`) if it is as it was handed out, or cannot be read.

    Raises:
        SubmissionError: it cannot be read, and nobody wrote in a copy.
    """
    cells, error = _read(path, slots, released)
    try:
        beside = [file for file in submission_files(path.parent) if isinstance(file, Path) and file != path]
    except SubmissionError:
        # Too many: what can be read here is shown all the same.
        if error is not None:
            raise
        return cells
    others = [_read(file, slots, released)[0] for file in beside]
    if error is None and _is_written_in(cells, slots):
        return _with_answers_of(others, cells, slots)
    written = [other for other in others if _is_written_in(other, slots)]
    if error is not None and not written:
        raise error
    shown = written or ([cells] if cells else others)
    return [cell for part in shown for cell in part][: LIMITS.cells]


def _with_answers_of(others: Sequence[list[dict]], cells: list[dict], slots: Sequence[Slot]) -> list[dict]:
    """Answer each question that nobody answered here as the last notebook does that answers it."""
    here = {slot: place for place, slot in find_slots(cells, slots).items()}
    for other in reversed(others):
        for place, slot in find_slots(other, slots).items():
            if not slot.is_question or not slot.is_written_in(other[place]):
                continue
            answer = {"cell_type": slot.cell_type, "source": text_of_cell(other[place]), "metadata": slot.metadata()}
            if slot not in here:
                here[slot] = len(cells)
                cells.append(answer)
            elif not slot.is_written_in(cells[here[slot]]):
                cells[here[slot]] = answer
    return cells


def _answers_in_place(cells: list[dict], slots: Sequence[Slot], released: Sequence[dict]) -> list[dict]:
    """Move what stands in cells of a student's own, beside a question's untouched one, into that: else nobody is to read it."""
    known = {text_of_cell(cell).strip() for cell in released} | {""}
    found, moved = find_slots(cells, slots), set[int]()

    def is_own(place: int) -> bool:
        is_text = cells[place].get("cell_type") != "code"
        return is_text and place not in found and place not in moved and text_of_cell(cells[place]).strip() not in known

    for place, slot in found.items():
        if released and slot.is_question and not slot.is_written_in(cells[place]):
            above = takewhile(is_own, range(place - 1, -1, -1))
            below = takewhile(is_own, range(place + 1, len(cells)))
            own = sorted([*above, *below])
            if own:
                cells[place] = {**cells[place], "source": "\n\n".join(text_of_cell(cells[each]) for each in own)}
                moved.update(own)
    return [cell for place, cell in enumerate(cells) if place not in moved]


def _read(path: Path, slots: Sequence[Slot], released: Sequence[dict]) -> tuple[list[dict], SubmissionError | None]:
    try:
        return _answers_in_place(read_cells(path)[: LIMITS.cells], slots, released), None
    except SubmissionError as error:
        return [], error


def _is_written_in(cells: Sequence[dict], slots: Sequence[Slot]) -> bool:
    return any(slot.solution and slot.is_written_in(cells[place]) for place, slot in find_slots(cells, slots).items())


def _cell(place: int, cell: dict, slot: Slot | None, outputs: Outputs) -> Any:
    if slot is not None and (slot.locked or text_of_cell(cell).strip() == slot.source.strip()):
        return _as_handed_out(slot)
    kind = slot.cell_type if slot else "code" if cell.get("cell_type") == "code" else "markdown"
    name = slot.grade_id if slot else f"cell-{place + 1}"
    text = shown_source(cell, kind)
    made = _code(name, text, outputs.of(cell)) if kind == "code" else _markdown(name, text)
    made.metadata.update(slot.metadata() if slot else {})
    return made


def _as_handed_out(slot: Slot) -> Any:
    cell = (_code if slot.cell_type == "code" else _markdown)(slot.grade_id, slot.source)
    cell.metadata.update(slot.metadata())
    return cell


def _insert_missing(made: list[tuple[Slot | None, Any]], slots: Sequence[Slot]) -> None:
    """Put each slot that is nowhere below the one that was handed out above it, else at the end."""
    here = {slot.grade_id for slot, _ in made if slot}
    above = ""
    for slot in slots:
        if slot.grade_id not in here:
            places = [place for place, (other, _) in enumerate(made) if other and other.grade_id == above]
            made.insert(places[0] + 1 if places else len(made), (slot, _as_handed_out(slot)))
        above = slot.grade_id


def _notebook(cells: list) -> Any:
    from nbformat import v4

    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return v4.new_notebook(cells=cells, metadata={"kernelspec": kernel, "language_info": {"name": "python"}})


def _code(name: str, source: str, outputs: Sequence[dict] = ()) -> Any:
    from nbformat import from_dict, v4

    return v4.new_code_cell(source, id=name, outputs=[from_dict(output) for output in outputs])


def _markdown(name: str, source: str) -> Any:
    from nbformat import v4

    return v4.new_markdown_cell(source, id=name)
