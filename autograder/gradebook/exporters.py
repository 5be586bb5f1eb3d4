"""Where nbgrader reads a submission and writes a release: `exporter_class` of its Autograde and GenerateAssignment."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbgrader.api import Gradebook

from ..build import canonical
from .rebuild import rebuild
from .slots import released_cells, slots_of


class SubmissionExporter(NotebookExporter):
    """Reads what a student handed in, however damaged, where nbgrader would stop before any of its preprocessors."""

    def from_filename(self, filename: str, resources: Any = None, **kw: Any) -> tuple[Any, Any]:
        """Rebuild a submitted notebook; read an autograded one, which is our own, as it is."""
        autograde: Any = self.parent
        coursedir, names = autograde.coursedir, resources["nbgrader"]
        if not Path(filename).is_relative_to(submitted_folder(coursedir, names)):
            return super().from_filename(filename, resources, **kw)
        released = released_notebook(coursedir, names)
        with Gradebook(names["db_url"]) as gradebook:
            slots = slots_of(gradebook, names["notebook"], names["assignment"], released)
        resources["metadata"] = {"name": names["notebook"], "path": os.path.dirname(filename)}
        return self.from_notebook_node(rebuild(Path(filename), slots, released_cells(released)), resources, **kw)


class ReleaseExporter(NotebookExporter):
    """Writes the students' version byte for byte as `python -m autograder.build` does, with any version of nbgrader."""

    def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> tuple[Any, Any]:
        """Export a notebook in the one form that the repository holds."""
        output, resources = super().from_notebook_node(nb, resources, **kw)
        return canonical(json.loads(output)), resources


def submitted_folder(coursedir: Any, names: dict) -> Path:
    """The folder that a student handed in."""
    return Path(coursedir.format_path(coursedir.submitted_directory, names["student"], names["assignment"]))


def released_notebook(coursedir: Any, names: dict) -> Path:
    """The notebook as it was handed out."""
    folder = coursedir.format_path(coursedir.release_directory, ".", names["assignment"])
    return Path(folder, f"{names['notebook']}.ipynb")
