"""match statements, recursion over halves of a list, walrus, reduce, exceptions of its own."""

from functools import reduce, singledispatch
from itertools import chain, compress

import numpy as np

from ecgkit import fill


class Refused(ValueError):
    def __init__(self, name, value):
        super().__init__(f"`{name}` cannot be {value!r}")


class NoSplit(Refused):
    pass


@singledispatch
def code(symbol):
    raise TypeError(type(symbol))


@code.register
def _(symbol: str):
    match symbol:
        case "N":
            return 0
        case "L" | "R" | "V" | "/" | "A" | "f" | "F" | "j" | "a" | "E" | "J" | "e" | "S":
            return 1
        case _:
            return -1


def halves(items, leaf):
    """Apply `leaf` to each item, half by half."""
    match items:
        case []:
            return []
        case [item]:
            return [leaf(item)]
        case _:
            middle = len(items) // 2
            return halves(items[:middle], leaf) + halves(items[middle:], leaf)


@fill
def label_beats(symbols):
    return np.asarray(halves(list(symbols), code), dtype=int)


@fill
def build_data_matrix(records, half_window=2.0, label_rule="beat"):
    match label_rule:
        case "beat":
            rule = lambda marks, sample, label: label  # noqa: E731
        case "window":
            rule = lambda marks, sample, label: int(((marks >= sample - h) & (marks < sample + h)).any())  # noqa: E731
        case other:
            raise Refused("label_rule", other)
    if (different := {record.fs for record in records}) and len(different) > 1:
        raise Refused("records", different)
    h = round(half_window * different.pop())

    def rows(record):
        labels = label_beats(record.symbol)
        marks = record.sample[labels == 1]
        beats = list(compress(zip(record.sample, labels), labels >= 0))
        signal = record.p_signal[:, 0].astype("f4")

        def row(beat):
            sample, label = beat
            return (signal[sample - h : sample + h], rule(marks, sample, label)) if fits(sample) else None

        def fits(sample):
            return h <= sample <= len(signal) - h

        return [found for found in halves(beats, row) if found is not None]

    found = list(chain.from_iterable(map(rows, records)))
    X = reduce(lambda _, block: block, [np.stack([x for x, _ in found])] if found else [], np.empty((0, 2 * h), "f4"))
    return [X, np.array([label for _, label in found], dtype="u1").reshape(-1, 1)]


@fill
def split_by_patient(records, test_fraction=1 / 3, rng=None):
    match sorted({record.patient for record in records}):
        case [] | [_]:
            raise NoSplit("records", "of one patient")
        case people:
            pass
    if not 0 < test_fraction < 1:
        raise NoSplit("test_fraction", test_fraction)

    def draw(remaining, count):
        if count == 0:
            return set()
        place = rng.integers(len(remaining))
        return {remaining[place]} | draw(remaining[:place] + remaining[place + 1 :], count - 1)

    rng = np.random.default_rng() if rng is None else rng
    tested = draw(people, max(1, min(len(people) - 1, round(test_fraction * len(people)))))
    return (
        [record for record in records if record.patient not in tested],
        [record for record in records if record.patient in tested],
    )
