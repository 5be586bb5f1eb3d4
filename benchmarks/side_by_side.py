"""One claim a row: what was measured, what the peer beside it took, and whether the target is met."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.table import Table

ROOT = Path(__file__).resolve().parent.parent


class BenchmarkError(RuntimeError):
    """A measurement could not be made; the message is what the child process said."""


@dataclass(frozen=True)
class Row:
    """One claim and whether it holds.

    Attributes:
        claim: what is compared.
        measured: ours, as text with its unit.
        peer: the other side, as text with its unit.
        value: what is held against the target.
        target: the most that `value` may be.
        unit: unit of `value` and `target`; "" for a ratio.
    """

    claim: str
    measured: str
    peer: str
    value: float
    target: float
    unit: str = ""

    @property
    def is_met(self) -> bool:
        return self.value <= self.target


def run_child(command: Sequence[str], **more: str) -> subprocess.CompletedProcess[str]:
    """Run one side in a process of its own.

    Args:
        command: of the process.
        more: variables of its environment.

    Raises:
        BenchmarkError: it ended with an error.
    """
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TF_CPP_MIN_LOG_LEVEL": "3", **more}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BenchmarkError(
            f"{' '.join(command[1:])} ended with {done.returncode}:\n{(done.stdout + done.stderr)[-1500:]}"
        )
    return done


def table(rows: Sequence[Row]) -> Table:
    """The rows as they are printed."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in ("claim", "measured", "peer", "ratio", "target", ""):
        shown.add_column(column, justify="left" if column in ("claim", "") else "right")
    for row in rows:
        verdict = Text("ok", style="green") if row.is_met else Text("missed", style="bold red")
        ratio = f"{row.value:.3f}" if not row.unit else ""
        shown.add_row(row.claim, row.measured, row.peer, ratio, f"{row.target:g} {row.unit}".strip(), verdict)
    return shown
