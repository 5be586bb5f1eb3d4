"""The annotations that are no beats: rhythm changes, signal quality, isolated artefacts, comments, flutter limits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ecgkit.standin.facts import FULL_SECONDS, RecordFacts
from ecgkit.standin.rhythm import Rhythm

#: The beats that a rhythm note announces (PhysioBank annotation codes).
ANNOUNCED = {
    "(VT": "V",
    "(B": "V",
    "(T": "V",
    "(IVR": "VE",
    "(VFL": "!",
    "(SVTA": "AaS",
    "(AFIB": "Aa",
    "(AFL": "Aa",
    "(AB": "A",
    "(NOD": "jJ",
    "(P": "/f",
    "(BII": "R",
    "(N": "NLR",
}

#: How far from the first and the last flutter wave its limits are marked, in s.
FLUTTER_MARGIN = 0.06

#: Shortest gap between two heart events that takes a mark, in s.
SHORTEST_GAP = 0.25


@dataclass(frozen=True)
class Mark:
    """An annotation at a time in s that is not a heart event."""

    time: float
    symbol: str
    aux_note: str = ""


def draw_marks(facts: RecordFacts, rhythm: Rhythm, rng: np.random.Generator) -> list[Mark]:
    """Draw the marks of a record; a full one has the true count of each symbol and note."""
    wanted = _wanted(facts, rhythm.duration)
    first = Mark(rhythm.time[0] * rng.uniform(0.3, 0.7), "+", wanted.pop(0)[1])
    gaps = np.flatnonzero(np.diff(rhythm.time) > SHORTEST_GAP)
    free = [int(gap) for gap in rng.permutation(gaps)]
    marks = [_mark_in_gap(symbol, note, free, rhythm, rng) for symbol, note in wanted[: len(free)]]
    return sorted([first, *marks, *_flutter_limits(rhythm)], key=lambda mark: mark.time)


def _wanted(facts: RecordFacts, duration: float) -> list[tuple[str, str]]:
    """Symbol and note of each mark, the rhythm that the record starts with first."""
    share = duration / FULL_SECONDS
    wanted = []
    for symbol in sorted(facts.counts.keys() - facts.rr.keys() - {"[", "]"}):
        notes = facts.notes.get(symbol, {"": facts.counts[symbol]})
        for note, count in sorted(notes.items(), key=lambda item: -item[1]):
            wanted += [(symbol, note)] * round(count * share)
    rhythm_notes = facts.notes["+"]
    # One note is always there: a short record starts with a rhythm mark too.
    start = ("+", max(rhythm_notes, key=rhythm_notes.__getitem__))
    if start in wanted:
        wanted.remove(start)
    return [start, *wanted]


def _mark_in_gap(symbol: str, note: str, free: list[int], rhythm: Rhythm, rng: np.random.Generator) -> Mark:
    gap = next((gap for gap in free if rhythm.symbol[gap + 1] in ANNOUNCED.get(note, "")), free[0])
    free.remove(gap)
    place = 0.7 if symbol == "+" else rng.uniform(0.4, 0.6)
    return Mark(rhythm.time[gap] + place * (rhythm.time[gap + 1] - rhythm.time[gap]), symbol, note)


def _flutter_limits(rhythm: Rhythm) -> list[Mark]:
    opening = [Mark(rhythm.time[i] - FLUTTER_MARGIN, "[") for i in rhythm.starts("!")]
    return opening + [Mark(rhythm.time[i] + FLUTTER_MARGIN, "]") for i in rhythm.ends("!")]
