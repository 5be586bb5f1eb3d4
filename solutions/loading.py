"""`load_task` fills a task's stubs with the reference: it runs the functions of its percent script that fill a stub.

Plots, trainings and check cells of the script are left out, and so is every import that no filled function needs.
"""

from __future__ import annotations

from pathlib import Path

from ecgkit.contracts import STUBS
from ecgkit.fills import fills_from

SOLUTIONS = Path(__file__).resolve().parent


class LoadingError(RuntimeError):
    """A reference script is missing."""


def load_task(task: int, *names: str) -> None:
    """Fill the stubs of one task with the reference.

    Args:
        task: number of the task.
        *names: only these stubs, such as "evaluate", which then needs no Keras; all of the task by default.

    Raises:
        LoadingError: there is no script of this task.
        NotFilled: it leaves one of the stubs without a body.
    """
    fills_from(script_of(task), *(names or (name for name, stub in STUBS.items() if stub.task == task)))


def script_of(task: int) -> Path:
    """Return the percent script of a task.

    Raises:
        LoadingError: there is none, or more than one.
    """
    found = sorted(SOLUTIONS.glob(f"task{task}_*/*.py"))
    if len(found) != 1:
        raise LoadingError(f"Task {task} needs one script solutions/task{task}_*/NAME.py. Found {len(found)}.")
    return found[0]
