"""Cells that have no points yet: nbgrader counts them as 0 where it exports grades and gives feedback, and says so nowhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.plugins import CsvExportPlugin
from nbgrader.preprocessors import NbGraderPreprocessor


class ExportGrades(CsvExportPlugin):
    """nbgrader's own table, and a warning for each submission that is not marked to the end."""

    def export(self, gradebook: Gradebook) -> None:
        """Write the table, then warn."""
        super().export(gradebook)
        for assignment in gradebook.assignments:
            for submission in assignment.submissions:
                student = submission.student.id
                waiting = [name for notebook in submission.notebooks for name in _waiting(notebook)]
                if waiting and _is_among(student, self.student) and _is_among(assignment.name, self.assignment):
                    self.log.warning(
                        "%s has no points yet for %s of %s, which count as 0 in the table. Give them in formgrader, then "
                        "export again.", student, _listed(waiting), assignment.name,
                    )  # fmt: skip


class TellWaiting(NbGraderPreprocessor):
    """Tells the student, above the notebook, which cells of the feedback are not marked yet."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Insert a cell at the top, if there is such a cell."""
        from nbformat import v4

        names = resources["nbgrader"]
        with Gradebook(names["db_url"]) as gradebook:
            notebook = gradebook.find_submission_notebook(names["notebook"], names["assignment"], names["student"])
            waiting = _waiting(notebook)
        if waiting:
            text = "> **Not all of this is marked yet.** What is still to be marked counts as 0 in the score above: "
            links = ", ".join(f"[{name}](#{name})" for name in waiting)
            nb.cells.insert(0, v4.new_markdown_cell(f"{text}{links}."))
            self.log.warning(
                "%s has no points yet for %s, which count as 0 in the feedback. Give them in formgrader, then generate it "
                "again with --force.", names["student"], _listed(waiting),
            )  # fmt: skip
        return nb, resources


def _is_among(name: str, chosen: Iterable[Any]) -> bool:
    names = {str(each) for each in chosen}
    return not names or name in names


def _waiting(notebook: Any) -> list[str]:
    return [grade.name for grade in notebook.grades if grade.auto_score is None and grade.manual_score is None]


def _listed(cells: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in cells)
