"""What every grader is asked: some stubs with our checks about them, run where that grader runs its tests."""

from __future__ import annotations

import inspect
import json
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from autograder.checks import Check, all_checks

#: Name under which students hand in, where the grader wants one.
NOTEBOOK = "answer.ipynb"
#: Of the hidden inputs, the same for every grader.
SEED = 20
#: That grade a class, for graders that can use more than one.
PROCESSES = 2

_IN_PROCESS = """\
from autograder.checks import all_checks
from autograder.grading_data import GradingData
from autograder.in_notebook import NotebookSubmission
from autograder.running import run_check

the_check = next(check for check in all_checks() if check.id == {check!r})
result = run_check(the_check, NotebookSubmission(), GradingData({database!r}, seed={seed}))"""


@dataclass(frozen=True)
class Assignment:
    """Some stubs to fill and the checks about them.

    Attributes:
        name: of the assignment.
        stubs: that a submission fills.
        database: folder of the recordings that checks read.
    """

    name: str
    stubs: frozenset[str]
    database: Path

    @cached_property
    def checks(self) -> list[Check]:
        """The checks of its stubs, in their order; not those that train a network for a minute.

        The training takes the same time whoever calls it, and nbgrader would end it after 30 s.
        """
        return [check for check in all_checks() if check.stub in self.stubs and not _trains(check)]

    @property
    def is_complete(self) -> bool:
        """Whether no check of its stubs is left out."""
        return sum(check.stub in self.stubs for check in all_checks()) == len(self.checks)

    @property
    def points(self) -> float:
        """What full marks are."""
        return sum(check.points for check in self.checks)

    def test(self, check: Check) -> str:
        """Python that runs a check in the student's process and leaves its `result`."""
        return _IN_PROCESS.format(check=check.id, database=str(self.database), seed=SEED)


@dataclass(frozen=True)
class Graded:
    """What a grader made of one submission.

    Attributes:
        points: that it gave; None if it gave no grade.
        says: why not, one line.
    """

    points: float | None
    says: str = field(default="", compare=False)


def _trains(check: Check) -> bool:
    """Whether it trains networks with the grader's own recipes, see `autograder.unseen_patients`."""
    return "unseen_patients." in inspect.getsource(check.function)


def code_cell(source: str, **metadata: object) -> dict:
    """A code cell as Jupyter writes it."""
    return {"cell_type": "code", "metadata": metadata, "source": source, "outputs": [], "execution_count": None}


def notebook(cells: list[dict]) -> str:
    """A notebook of these cells, as Jupyter writes it."""
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    content = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 4}
    return json.dumps(content, indent=1) + "\n"
