"""What a submission may know of recordings where it is graded: their headers. Runs beside the student's code.

A notebook begins with `fs = database.record("100").fs`, and a helper may use that name. No answer may read samples or
annotations by itself: it gets them as arguments.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import ecgkit
from ecgkit.database import Database, DatabaseError
from ecgkit.standin.facts import all_facts

_WHY = (
    "There are no recordings and no saved arrays where work is graded: your function gets all that it may use as arguments. "
    "Write other constants as numbers."
)


@dataclass(frozen=True)
class Header:
    """The header of one MIT-BIH record; see `ecgkit.Record`."""

    record_name: str
    patient: str
    sig_name: tuple[str, ...]
    fs: float = 360
    sig_len: int = 650_000

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith("__"):
            raise AttributeError(name)
        raise DatabaseError(_WHY)


class Headers(Database):
    """The database without its samples and annotations."""

    title = "MIT-BIH Arrhythmia Database"
    is_stand_in = False

    def __init__(self) -> None:
        self.path = Path()
        self.record_names = tuple(all_facts())
        headers: dict[str, Any] = {
            name: Header(name, facts.patient, facts.sig_name) for name, facts in all_facts().items()
        }
        self._records = headers


def leave_headers_alone() -> None:
    """Let `open_database` give the headers, and `checkpoints.load` say why it gives nothing."""
    ecgkit.open_database = ecgkit.database.open_database = _open_headers
    ecgkit.checkpoints.load = _load_nothing


def _open_headers(path: Any = None, *, quiet: bool = False) -> Headers:
    return Headers()


def _load_nothing(*args: Any, **kwargs: Any) -> NoReturn:
    raise DatabaseError(_WHY)
