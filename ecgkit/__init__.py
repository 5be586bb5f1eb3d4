"""ecgkit: recordings, stubs and plots for a course on telling normal heartbeats from abnormal ones with Keras.

It holds no answer to any task. Start with `database = open_database()` and `database.record("100")`.
"""

from . import checkpoints, plotting, stubs
from .contracts import ContractError, FillError, NotFilled, fill
from .database import Database, DatabaseError, open_database
from .records import Record, RecordError, read_record
from .symbols import ABNORMAL_SYMBOLS, MEANINGS, NORMAL_SYMBOL

__all__ = [
    "ABNORMAL_SYMBOLS",
    "MEANINGS",
    "NORMAL_SYMBOL",
    "ContractError",
    "Database",
    "DatabaseError",
    "FillError",
    "NotFilled",
    "Record",
    "RecordError",
    "checkpoints",
    "fill",
    "open_database",
    "plotting",
    "read_record",
    "stubs",
]
