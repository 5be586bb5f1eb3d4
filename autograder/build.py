"""`python -m autograder.build`: percent scripts -> solutions/*.ipynb -> assignments/, byte-identical on every run.

The percent scripts under solutions/ are the only files to edit. nbgrader's metadata (ids, points, locks) is made here
from the text of each cell and from the checks; nbgrader itself clears the solutions.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

from ecgkit.contracts import STUBS

from .checks import all_checks

ROOT = Path(__file__).resolve().parent.parent
BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"

_FILL = re.compile(r"^@fill\ndef (\w+)\(", re.MULTILINE)
_CHECK = re.compile(r'^check\("(\w+)"\)$', re.MULTILINE)
_SCHEMA_VERSION = 3


class BuildError(ValueError):
    """A percent script breaks a rule; the message names file and cell."""


def build(root: Path = ROOT) -> list[Path]:
    """Make every notebook of a course folder.

    Args:
        root: the folder that holds solutions/ and assignments/.

    Returns:
        the notebooks for students.

    Raises:
        BuildError: a script breaks a rule.
    """
    scripts = sorted((root / "solutions").glob("task*/*.py"))
    for script in scripts:
        write_notebook(script)
    _generate_assignments(root, [script.parent.name for script in scripts])
    return [root / "assignments" / script.parent.name / f"{script.stem}.ipynb" for script in scripts]


def write_notebook(script: Path) -> Path:
    """Turn one percent script into the notebook beside it."""
    import jupytext

    notebook = jupytext.reads(script.read_text(encoding="utf-8"), fmt="py:percent")
    notebook.metadata = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    points = _points_by_stub()
    for number, cell in enumerate(notebook.cells, start=1):
        place = f"{script.name}, cell {number}"
        cell.metadata = _metadata(cell, points, place)
    _set_ids(notebook.cells, script.name)
    path = script.with_suffix(".ipynb")
    _write(path, notebook)
    return path


def _points_by_stub() -> dict[str, float]:
    points = dict.fromkeys(STUBS, 0.0)
    for check in all_checks():
        points[check.stub] += check.points
    return points


def _metadata(cell: Any, points: dict[str, float], place: str) -> dict:
    question = cell.metadata.get("question")
    if question:
        return _nbgrader(question, grade=True, solution=True, points=float(cell.metadata["points"]))
    if cell.cell_type != "code":
        return {}
    _require_sound_markers(cell.source, place)
    filled, checked = _FILL.findall(cell.source), _CHECK.findall(cell.source)
    if len(filled) > 1 or len(checked) > 1 or (filled and checked):
        raise BuildError(f"{place} fills or checks more than one stub; give each its own cell.")
    if filled:
        return _nbgrader(f"fill-{_known(filled[0], place)}", solution=True)
    if checked:
        return _nbgrader(f"check-{checked[0]}", grade=True, locked=True, points=points[_known(checked[0], place)])
    return _nbgrader(_digest(cell), solution=True) if BEGIN in cell.source else {}


def _nbgrader(grade_id: str, **settings: Any) -> dict:
    base = {
        "grade": False,
        "grade_id": grade_id,
        "locked": False,
        "schema_version": _SCHEMA_VERSION,
        "solution": False,
        "task": False,
    }
    return {"nbgrader": {**base, **settings}}


def _known(stub: str, place: str) -> str:
    if stub not in STUBS:
        raise BuildError(f"{place} names {stub!r}, but no such stub is declared in ecgkit/stubs.")
    return stub


def _require_sound_markers(source: str, place: str) -> None:
    """Solution markers stand alone on their lines, in pairs, never nested, and equally indented."""
    opened: str | None = None
    for line in source.split("\n"):
        text = line.strip()
        if ("BEGIN SOLUTION" in line or "END SOLUTION" in line) and text not in (BEGIN, END):
            raise BuildError(f"{place}: a solution marker must be exactly {BEGIN!r} or {END!r}. Received {text!r}.")
        indent = line[: len(line) - len(line.lstrip())]
        if text == BEGIN:
            if opened is not None:
                raise BuildError(f"{place}: {BEGIN!r} inside a solution.")
            opened = indent
        elif text == END:
            if opened != indent:
                raise BuildError(f"{place}: {END!r} without its {BEGIN!r} at the same indentation.")
            opened = None
    if opened is not None:
        raise BuildError(f"{place}: {BEGIN!r} without {END!r}.")
    if _FILL.search(source) and BEGIN not in source:
        raise BuildError(f"{place} fills a stub, but marks no solution: students would get the answer.")


def _set_ids(cells: list, name: str) -> None:
    seen: set[str] = set()
    for cell in cells:
        identifier = cell.metadata.get("nbgrader", {}).get("grade_id") or _digest(cell)
        if identifier in seen:
            raise BuildError(
                f"{name}: two cells share the id {identifier!r}; each stub has one fill and one check cell."
            )
        seen.add(identifier)
        cell.id = identifier


def _digest(cell: Any) -> str:
    return hashlib.sha256(f"{cell.cell_type}\n{cell.source}".encode()).hexdigest()[:12]


def _generate_assignments(root: Path, names: list[str]) -> None:
    """Let nbgrader make the students' version, with a gradebook that is thrown away."""
    from nbgrader.apps import NbGraderAPI
    from traitlets.config import PyFileConfigLoader

    config = PyFileConfigLoader("nbgrader_config.py", path=str(ROOT)).load_config()
    with tempfile.TemporaryDirectory() as scratch:
        config.CourseDirectory.root = str(root)
        config.CourseDirectory.db_url = f"sqlite:///{scratch}/gradebook.db"
        config.Application.log_level = logging.ERROR
        api = NbGraderAPI(config=config)
        for name in names:
            result = api.generate_assignment(name, force=True, create=True)
            if not result["success"]:
                raise BuildError(
                    f"nbgrader could not make assignments/{name}:\n{result.get('error') or result.get('log')}"
                )


def _write(path: Path, notebook: Any) -> None:
    import nbformat

    content = json.loads(nbformat.writes(notebook, version=nbformat.NO_CONVERT))
    path.write_text(canonical(content), encoding="utf-8")


def canonical(notebook: dict) -> str:
    """A notebook's JSON without what depends on nbgrader's version and on the order of keys."""
    notebook["metadata"].pop("celltoolbar", None)
    for cell in notebook["cells"]:
        # nbgrader's checksum of the cell is what it later finds edits by: it stays.
        cell["metadata"].pop("deletable", None)
        cell["metadata"].pop("editable", None)
    return json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    if sys.argv[1:]:
        sys.exit(
            "usage: python -m autograder.build\n\nWrite all notebooks from the scripts in solutions/; takes no arguments."
        )
    try:
        for notebook in build():
            print(notebook.relative_to(ROOT))
    except BuildError as error:
        sys.exit(f"error: {error}")
