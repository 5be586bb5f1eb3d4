"""Data classes, static and class methods, an enumeration, type hints; the fills only hand over."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, NamedTuple

import numpy as np
import numpy.typing as npt

from ecgkit import fill


class Label(enum.IntEnum):
    NORMAL = 0
    ABNORMAL = 1
    NONE = -1

    @classmethod
    def of(cls, symbol: str) -> Label:
        if symbol == "N":
            return cls.NORMAL
        return cls.ABNORMAL if symbol in set("LRV/AfFjaEJeS") else cls.NONE


class Row(NamedTuple):
    window: npt.NDArray[np.float32]
    label: int


@dataclass(frozen=True, slots=True)
class Window:
    start: int
    stop: int

    def fits(self, length: int) -> bool:
        return 0 <= self.start and self.stop <= length

    def __contains__(self, sample: int) -> bool:
        return self.start <= sample < self.stop


@dataclass
class Cutter:
    record: Any
    half: int
    rule: str
    labels: list[Label] = field(init=False)
    RULES: ClassVar[tuple[str, ...]] = ("beat", "window")

    def __post_init__(self) -> None:
        self.labels = [Label.of(symbol) for symbol in self.record.symbol]

    @staticmethod
    def check(records: Sequence[Any], rule: str) -> float:
        rates = {record.fs for record in records}
        if len(rates) > 1:
            raise ValueError(f"The records have {len(rates)} sampling frequencies.")
        if rule not in Cutter.RULES:
            raise ValueError(f"`label_rule` must be one of {Cutter.RULES}. Received {rule!r}.")
        return rates.pop()

    def __iter__(self) -> Iterator[Row]:
        signal = self.record.p_signal[:, 0].astype(np.float32)
        for sample, label in zip(self.record.sample.tolist(), self.labels, strict=True):
            window = Window(sample - self.half, sample + self.half)
            if label is not Label.NONE and window.fits(len(signal)):
                yield Row(signal[window.start : window.stop], self.label_in(window, label))

    def label_in(self, window: Window, label: Label) -> int:
        if self.rule == "beat":
            return int(label)
        # Annotations are in order of time: only those near the window are asked.
        first, last = np.searchsorted(self.record.sample, [window.start, window.stop])
        return int(Label.ABNORMAL in self.labels[first:last])


@fill
def label_beats(symbols: Sequence[str]) -> npt.NDArray[np.int8]:
    return np.array([Label.of(symbol) for symbol in symbols], dtype=np.int8)


@fill
def build_data_matrix(
    records: Sequence[Any], half_window: float = 2.0, label_rule: str = "beat"
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.int8]]:
    fs = Cutter.check(records, label_rule)
    half = round(half_window * fs)
    rows = [row for record in records for row in Cutter(record, half, label_rule)]
    X = np.empty((len(rows), 2 * half), dtype=np.float32)
    y = np.empty((len(rows), 1), dtype=np.int8)
    for place, (window, label) in enumerate(rows):
        X[place], y[place] = window, label
    return X, y


@fill
def split_by_patient(
    records: Sequence[Any], test_fraction: float = 1 / 3, rng: np.random.Generator | None = None
) -> tuple[list[Any], list[Any]]:
    people: list[str] = sorted({record.patient for record in records})
    if len(people) < 2:
        raise ValueError("At least two patients are needed.")
    if test_fraction <= 0 or test_fraction >= 1:
        raise ValueError("`test_fraction` must lie between 0 and 1.")
    rng = rng or np.random.default_rng()
    count = int(np.clip(np.rint(test_fraction * len(people)), 1, len(people) - 1))
    tested = frozenset(rng.choice(people, size=count, replace=False))
    sides: dict[bool, list[Any]] = {False: [], True: []}
    for record in records:
        sides[record.patient in tested].append(record)
    return sides[False], sides[True]
