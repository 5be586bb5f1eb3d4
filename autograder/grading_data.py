"""What checks are fed with: the database, and patients that nobody has ever seen."""

from __future__ import annotations

import zlib
from dataclasses import replace
from functools import cached_property

import numpy as np

from ecgkit.database import Database, open_database
from ecgkit.records import Record
from ecgkit.standin import RECORD_NAMES, synthesize_record

#: In a notebook everything is fixed, so that a student can repeat and discuss what a check said.
VISIBLE_SEED = 0


class GradingData:
    """Inputs of one grading run.

    Args:
        database: a path, or one of the words of `ecgkit.open_database`.
        seed: makes every random input of hidden checks; the same seed repeats a run exactly.
    """

    def __init__(self, database: str = "auto", seed: int = VISIBLE_SEED) -> None:
        self.seed = seed
        self._database = database

    @cached_property
    def database(self) -> Database:
        """The database, opened at the first use."""
        return open_database(self._database, quiet=True)

    def rng(self, purpose: str) -> np.random.Generator:
        """A generator for one purpose, independent of all others."""
        return np.random.default_rng([self.seed, zlib.crc32(purpose.encode())])

    def patients(self, purpose: str, count: int, *, minutes: float = 1) -> list[Record]:
        """Synthetic patients made for this purpose and this run.

        Args:
            purpose: any words; other words give other patients.
            count: how many.
            minutes: length of each recording.
        """
        rng = self.rng(purpose)
        names = rng.permutation(RECORD_NAMES)[:count]
        seed = int(rng.integers(1, 2**31))
        records = [synthesize_record(str(name), seed=seed, minutes=minutes) for name in names]
        # No other record has these names: a submission may keep what it read by name.
        numbers = 1000 + rng.permutation(9000)[:count]
        return [replace(record, record_name=str(number)) for record, number in zip(records, numbers, strict=True)]
