"""When the heart beats, and how: the order and the times of a record's heart events.

A heart event is a beat, a flutter wave or a blocked P wave. Premature events and the pause after them follow the
record's own median intervals; the rest varies with breathing and drifts slowly (Task Force 1996,
doi:10.1161/01.CIR.93.5.1043), or is irregular from beat to beat where the record itself is, as in atrial fibrillation.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ecgkit.standin.facts import EDGE_SECONDS, FULL_SECONDS, RecordFacts

#: Room before the first event, in s: the first rhythm mark goes there.
START_SECONDS = 0.06

#: No event lies closer than this to the place where a window starts to fit, in s.
GUARD_SECONDS = 0.02

#: Shortest interval before an event, in s; the symbols of `FAST` can follow that soon, other beats cannot.
SHORTEST_RR = 0.3
SHORTEST_FAST_RR = 0.2
FAST = frozenset('!x"')

#: Extra spread of the coupling interval of an ectopic beat.
COUPLING_SPREAD = 0.05


@dataclass(frozen=True)
class Rhythm:
    """The heart events of a record.

    Attributes:
        time: (n,) s from the start of the record, ascending.
        symbol: n symbols.
        rr: (n,) s since the event before.
        duration: length of the record in s.
    """

    time: NDArray[np.float64]
    symbol: NDArray[np.str_]
    rr: NDArray[np.float64]
    duration: float

    def starts(self, symbol: str) -> NDArray[np.intp]:
        """Index of the first event of each run of `symbol`."""
        here = self.symbol == symbol
        return np.flatnonzero(here & ~np.r_[False, here[:-1]])

    def ends(self, symbol: str) -> NDArray[np.intp]:
        """Index of the last event of each run of `symbol`."""
        here = self.symbol == symbol
        return np.flatnonzero(here & ~np.r_[here[1:], False])


def draw_rhythm(facts: RecordFacts, duration: float, breath_hz: float, rng: np.random.Generator) -> Rhythm:
    """Draw the heart events of a record of `duration` s; a full one has the true count of each symbol."""
    lead, tail = (list(symbols) for symbols in facts.edges)
    middle = _arrange(_middle_counts(facts, duration), facts, duration, rng)
    symbols = lead + middle + tail
    intervals = _draw_intervals(symbols, facts, breath_hz, rng)
    time = _place(intervals, len(lead), len(tail), duration, rng)
    rr = np.diff(time, prepend=time[0] - facts.rr_s)
    return Rhythm(time, np.array(symbols), rr, duration)


def _share(duration: float) -> float:
    return (duration - 2 * EDGE_SECONDS) / (FULL_SECONDS - 2 * EDGE_SECONDS)


def _middle_counts(facts: RecordFacts, duration: float) -> Counter[str]:
    counts = Counter({symbol: facts.counts[symbol] for symbol in facts.rr})
    counts.subtract("".join(facts.edges))
    if duration == FULL_SECONDS:
        return +counts
    short = Counter({symbol: max(1, round(n * _share(duration))) for symbol, n in (+counts).items()})
    rarest = sorted(counts, key=counts.__getitem__)
    # A very short record has no room for every rare symbol: the prevailing beat takes at least a third of it.
    while (room := _room(facts, short, duration)) < len(short) and rarest[0] != facts.prevailing:
        del short[rarest.pop(0)]
    short[facts.prevailing] = max(1, room)
    return short


def _room(facts: RecordFacts, counts: Counter[str], duration: float) -> int:
    """How many prevailing beats fill what the other symbols leave of the middle of a record."""
    taken = 0.0
    for symbol in counts.keys() - {facts.prevailing}:
        before, within, after = facts.rr[symbol]
        runs = _runs(facts, symbol, counts[symbol], duration)
        taken += runs * (before + after - 1) + (counts[symbol] - runs) * within
    return round((duration - 2 * EDGE_SECONDS) / facts.rr_s - taken)


def _runs(facts: RecordFacts, symbol: str, count: int, duration: float) -> int:
    return min(count, max(1, round(facts.runs[symbol] * _share(duration))))


def _arrange(counts: Counter[str], facts: RecordFacts, duration: float, rng: np.random.Generator) -> list[str]:
    """Cut each symbol's events into runs and shuffle them in between the prevailing beats."""
    main = facts.prevailing
    runs = []
    for symbol in sorted(counts.keys() - {main}):
        pieces = _compose(counts[symbol], _runs(facts, symbol, counts[symbol], duration), 1.0, rng)
        runs += [symbol * piece for piece in pieces]
    runs = [runs[i] for i in rng.permutation(len(runs))]
    gaps = _gaps_between(runs, _runs(facts, main, counts[main], duration), rng)
    fill = np.zeros(len(runs) + 1, dtype=int)
    # A small concentration bunches the ectopic beats: bigeminy here, long quiet stretches there.
    fill[gaps] = _compose(counts[main], len(gaps), 0.7, rng)
    return list("".join(main * n + run for n, run in zip(fill, [*runs, ""], strict=True)))


def _gaps_between(runs: list[str], wanted: int, rng: np.random.Generator) -> NDArray[np.intp]:
    """Which of the gaps around the runs hold prevailing beats; two runs of one symbol are always kept apart."""
    must = [i for i in range(1, len(runs)) if runs[i][0] == runs[i - 1][0]]
    free = np.setdiff1d(np.arange(len(runs) + 1), must)
    more = min(max(wanted - len(must), 0 if must else 1), len(free))
    return np.sort(np.r_[must, rng.choice(free, more, replace=False)].astype(int))


def _compose(total: int, parts: int, concentration: float, rng: np.random.Generator) -> NDArray[np.int64]:
    """Split `total` at random into `parts` whole numbers, each at least 1 where `total` allows."""
    least = min(1, total // parts)
    shares = rng.dirichlet(np.full(parts, concentration))
    return least + rng.multinomial(total - least * parts, shares)


def _draw_intervals(
    symbols: list[str], facts: RecordFacts, breath_hz: float, rng: np.random.Generator
) -> NDArray[np.float64]:
    steps = list(pairwise(symbols))
    relative = np.array([_relative(first, second, facts) for first, second in steps])
    ectopic = np.array([first != facts.prevailing or second != facts.prevailing for first, second in steps])
    spread = np.where(ectopic, COUPLING_SPREAD, 0.0) * rng.standard_normal(len(steps))
    variation = _variation(len(steps), facts, breath_hz, rng)
    shortest = np.array([SHORTEST_FAST_RR if second in FAST else SHORTEST_RR for _, second in steps])
    return np.maximum(facts.rr_s * relative * np.exp(variation + spread), shortest)


def _relative(first: str, second: str, facts: RecordFacts) -> float:
    if first == second:
        return facts.rr[second][1]
    return facts.rr[first][2] if second == facts.prevailing else facts.rr[second][0]


def _variation(n: int, facts: RecordFacts, breath_hz: float, rng: np.random.Generator) -> NDArray[np.float64]:
    """Relative change of the interval: breathing, slow drift, and what is left from beat to beat."""
    time = np.arange(n) * facts.rr_s
    knots = np.arange(0, time[-1] + 40, 20)
    drift = np.interp(time, knots, 0.03 * rng.standard_normal(len(knots)))
    if facts.irregularity > 0.08:
        return drift + np.clip(facts.irregularity * rng.standard_normal(n), -0.45, 0.6)
    breathing = facts.irregularity * np.sin(2 * np.pi * breath_hz * time + rng.uniform(0, 2 * np.pi))
    return drift + breathing + 0.6 * facts.irregularity * rng.standard_normal(n)


def _place(
    intervals: NDArray[np.float64], n_lead: int, n_tail: int, duration: float, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Times such that exactly `n_lead` and `n_tail` events are closer than 2 s to the start and to the end."""
    inner = intervals[n_lead : len(intervals) - n_tail]
    room = duration - 2 * EDGE_SECONDS
    stretch = room / (inner.sum() + (intervals[n_lead - 1] + intervals[len(intervals) - n_tail]) / 2)
    before = _edge(intervals[:n_lead] * stretch, rng)
    after = _edge(intervals[len(intervals) - n_tail :][::-1] * stretch, rng)
    first, last = before[-1], duration - after[-1]
    middle = first + (last - first) * np.r_[0, np.cumsum(inner)] / inner.sum()
    return np.r_[before[:-1], middle, duration - after[-2::-1]]


def _edge(intervals: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.float64]:
    """Times of the events before 2 s and of the first one after it, for the intervals between them."""
    inside = EDGE_SECONDS - START_SECONDS - 2 * GUARD_SECONDS
    within = intervals[:-1].sum()
    if within > inside:
        intervals, within = intervals * (inside / within), inside
    low = max(GUARD_SECONDS, within + intervals[-1] - (EDGE_SECONDS - START_SECONDS))
    # Not later than one interval after the start, so that no beat seems missing there.
    unbroken = within + intervals[-1] + intervals[0] - EDGE_SECONDS
    high = max(low, min(intervals[-1] - GUARD_SECONDS, unbroken))
    last = EDGE_SECONDS + rng.uniform(low, high)
    return last - np.r_[np.cumsum(intervals[::-1])[::-1], 0]
