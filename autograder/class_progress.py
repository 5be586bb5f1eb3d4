"""How far a class is graded, and how long the rest may take."""

from __future__ import annotations

from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

#: Submissions differ in time: the last minute tells little about the next.
_SECONDS_LOOKED_BACK = 1200


class ClassProgress:
    """A line that counts students.

    Args:
        total: number of students.
        quiet: show nothing.
    """

    def __init__(self, total: int, quiet: bool = False) -> None:
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("students,"),
            TimeElapsedColumn(),
            TextColumn("gone,"),
            TimeRemainingColumn(),
            TextColumn("left"),
            console=Console(stderr=True),
            disable=quiet,
            speed_estimate_period=_SECONDS_LOOKED_BACK,
        )
        self._task = self._progress.add_task("graded", total=total)

    def workers(self, count: int) -> None:
        """Say so where nobody works."""
        self._progress.update(self._task, description="graded" if count else "waiting for a worker; graded")

    def one_more(self) -> None:
        """One student is done."""
        self._progress.advance(self._task)

    def __enter__(self) -> ClassProgress:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()
