"""How much of everything a submission may use: the one place to change it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Limits of one call of a student's function.

    Attributes:
        seconds: time of an ordinary call, by the clock.
        training_seconds: time of a call that may train a network.
        start_seconds: time until the worker answers for the first time.
        result_bytes: size of an ordinary result.
        notebook_bytes: size of a notebook's file.
        cells: number of its cells.
    """

    seconds: float = 30
    training_seconds: float = 180
    start_seconds: float = 60
    result_bytes: int = 64 * 2**20
    notebook_bytes: int = 50 * 2**20
    cells: int = 5000


LIMITS = Limits()
