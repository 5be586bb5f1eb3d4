"""`Run`: what every task of a reference run shares, and where its lines and figures go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecgkit import Record
from ecgkit.database import Database

from .data import Data

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Plan:
    """How much a network trains on.

    Attributes:
        train_rows: rows to train on, spread over all training patients; None takes all.
        validation_rows: rows of the validation patients; None takes all.
        epochs: how often the network sees each row.
        batch_size: rows of one step.
    """

    train_rows: int | None = 12_000
    validation_rows: int | None = 4_000
    epochs: int = 5
    batch_size: int = 128


#: Some minutes on two processors, or as long as it takes.
QUICK, FULL = Plan(), Plan(train_rows=None, validation_rows=None, epochs=15)


@dataclass
class Run:
    """One reference run.

    Attributes:
        database: where the recordings come from.
        data: the arrays that one task hands on to the next.
        out: folder of the report, the figures and the models.
        seed: of every random choice.
        plan: how much the networks train on.
        say: prints one line for whoever waits.
        figures: by task, the file name, the caption and the width of each figure.
    """

    database: Database
    data: Data
    out: Path
    seed: int
    plan: Plan
    say: Callable[[str], None]
    figures: dict[int, list[dict[str, Any]]] = field(default_factory=dict)

    def save_figure(self, task: int, name: str, figure: Figure, caption: str, width: float = 6.4) -> None:
        """Write a figure as PNG and note it for the report.

        Args:
            task: number of the task it belongs to.
            name: file name without number and ending.
            figure: is closed afterwards.
            caption: what it shows, one or two sentences.
            width: in inches; narrow enough that its letters can be read on a telephone.
        """
        import matplotlib.pyplot as plt

        file_name = f"task{task}_{name}.png"
        figure.set_size_inches(width, figure.get_size_inches()[1])
        figure.savefig(self.out / "figures" / file_name, dpi=150, facecolor="white")
        plt.close(figure)
        self.figures.setdefault(task, []).append({"file": file_name, "caption": caption, "inches": width})

    def record(self, name: str) -> Record:
        """Return the record called `name`, or the first one of a database that has no such record."""
        return self.database.record(name if name in self.database else self.database.record_names[0])


Measured = dict[str, Any]
