"""How much of everything a submission may use: the one place to change it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Limits of a submission and of one call of its functions.

    Attributes:
        seconds: time of an ordinary call, by the clock.
        training_seconds: time of a call that may train a network or read a whole database.
        start_seconds: time until a worker answers for the first time.
        result_bytes: size of an ordinary result.
        memory_bytes: resident memory of the worker.
        threads: of the worker.
        scratch_bytes: what it may write, all files together.
        scratch_files: number of files it may write.
        notebook_bytes: size of a notebook's file.
        cells: number of its cells.
    """

    seconds: float = 30
    training_seconds: float = 180
    start_seconds: float = 60
    result_bytes: int = 64 * 2**20
    memory_bytes: int = 4 * 2**30
    threads: int = 256
    scratch_bytes: int = 256 * 2**20
    scratch_files: int = 1000
    notebook_bytes: int = 50 * 2**20
    cells: int = 5000


LIMITS = Limits()
