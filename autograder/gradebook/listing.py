"""What formgrader lists: nbgrader takes every folder of `solutions/` for an assignment, those of code, too."""

from __future__ import annotations

from pathlib import Path

from nbgrader.apps.api import NbGraderAPI

_all_folders = NbGraderAPI.get_source_assignments


def list_no_code() -> None:
    """Let nbgrader pass over folders of the source directory that hold code and no notebook; it has no setting for that."""
    NbGraderAPI.get_source_assignments = _without_code


def _without_code(api: NbGraderAPI) -> set[str]:
    course = api.coursedir
    source = Path(course.format_path(course.source_directory, student_id=".", assignment_id="."))
    return {name for name in _all_folders(api) if not _is_code(source / name)}


def _is_code(folder: Path) -> bool:
    # An empty folder is an assignment that somebody begins. "*.py*" finds what Python compiles, too.
    return any(folder.glob("*.py*")) and not any(folder.glob("*.ipynb"))
