"""Three ways to ask "how good is this network?": which beats count, and who is kept for the test.

The same network scores very differently under each; a number without its protocol says nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .database import TEST_RECORDS
from .symbols import ABNORMAL_SYMBOLS, NORMAL_SYMBOL
from .training import is_validation

#: Share of the rows that the course split keeps for the test (38,954 of 109,217); the random split keeps as many.
TEST_SHARE = 0.357
VALIDATION_SHARE = 0.1


@dataclass(frozen=True)
class Protocol:
    """What is classified, and on whom it is tested.

    Attributes:
        name: to choose it by.
        summary: one line for a table.
        abnormal: symbols of the abnormal beats; beats with any other symbol except `N` are left out.
        by_patient: whether each patient's beats stay together.
    """

    name: str
    summary: str
    abnormal: tuple[str, ...]
    by_patient: bool


COURSE = Protocol("course", "13 abnormal symbols, patients kept apart", ABNORMAL_SYMBOLS, by_patient=True)
HANDOUT = Protocol("handout", "V A F S abnormal, patients kept apart", ("V", "A", "F", "S"), by_patient=True)
RANDOM = Protocol("random", "13 abnormal symbols, beats split at random: leaks", ABNORMAL_SYMBOLS, by_patient=False)

PROTOCOLS = {protocol.name: protocol for protocol in (COURSE, HANDOUT, RANDOM)}


@dataclass(frozen=True)
class Parts:
    """Row numbers of the three groups, each in ascending order; no row is in two.

    Attributes:
        train: rows that a network learns from.
        validation: rows that choose the network and the epoch.
        test: rows that are looked at once, at the end.
    """

    train: NDArray[np.int64]
    validation: NDArray[np.int64]
    test: NDArray[np.int64]


def parts_of(protocol: Protocol, record: ArrayLike, symbol: ArrayLike, *, seed: int = 0) -> Parts:
    """Divide rows into training, validation and test.

    By patient: test is the course's records 212 to 234, validation is `ecgkit.training.VALIDATION_RECORDS`, training the
    other records. At random: every beat falls into one of the three by chance, so that a patient is in all of them.

    Args:
        protocol: one of `PROTOCOLS`.
        record: (N,) record name of each row.
        symbol: (N,) annotation symbol of each row's centre beat.
        seed: of the random split; the split by patient is always the same.

    Returns:
        The row numbers; rows whose symbol the protocol leaves out are in none.

    Raises:
        ValueError: the lengths differ, or a group would be empty or of one class.
    """
    names, symbols = np.asarray(record).astype(str), np.asarray(symbol).astype(str)
    if names.shape != symbols.shape or names.ndim != 1:
        raise ValueError(
            f"`record` and `symbol` must be (N,) and have one entry a row. Received {names.shape} and {symbols.shape}."
        )
    counts = np.isin(symbols, (NORMAL_SYMBOL, *protocol.abnormal))
    test, validation = _by_patient(names) if protocol.by_patient else _at_random(len(names), seed)
    groups = {"train": ~test & ~validation, "validation": validation, "test": test}
    parts = {name: np.flatnonzero(rows & counts) for name, rows in groups.items()}
    empty = [name for name, rows in parts.items() if not len(rows)]
    if empty:
        raise ValueError(
            f"`record` must hold patients of each group, and beats that the protocol {protocol.name!r} counts. "
            f"Nothing is left for {' and '.join(empty)}. Received {len(names)} rows of {len(set(names.tolist()))} records."
        )
    normal = symbols == NORMAL_SYMBOL
    alone = {name: normal[rows[0]] for name, rows in parts.items() if len(set(normal[rows].tolist())) == 1}
    if alone:
        told = " and ".join(f"all of {name} are {'normal' if which else 'abnormal'}" for name, which in alone.items())
        raise ValueError(
            f"`record` must hold normal and abnormal beats in each group, as the protocol {protocol.name!r} counts them; {told}. "
            f"Received {len(names)} rows of {len(set(names.tolist()))} records."
        )
    return Parts(**parts)


def _by_patient(names: NDArray[np.str_]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    return np.isin(names, TEST_RECORDS), is_validation(names)


def _at_random(n: int, seed: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    draw = np.random.default_rng(seed).random(n)
    return draw < TEST_SHARE, (draw >= TEST_SHARE) & (draw < TEST_SHARE + VALIDATION_SHARE)
