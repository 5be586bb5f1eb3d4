"""Early beats made of normal ones: few patients have any, and each has them in a way of their own."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .beats import FS, Beats
from .waveforms import sampled_at

#: How early: the time since the beat before, in units of what it was.
EARLINESS = 0.5, 0.8

#: The longest pause after it, in units of the time to the next beat.
PAUSE = 0.5

#: Seconds between a QRS complex and where the time after it may be changed; and before the next one, whose P wave stays.
AFTER, BEFORE = 0.15, 0.2

#: The same for the pause, which begins in the T wave.
PAUSE_AFTER = 0.3

#: Largest share of the time between two beats that may be taken away.
MOST = 0.9


def can_come_early(beats: Beats) -> NDArray[np.bool_]:
    """Normal beats in an even rhythm that is slow enough: (n,)."""
    before, after, usual = beats.intervals.T
    return (beats.y == 0) & (before > 0.55) & (after > 0.5) & (np.abs(before / usual - 1) < 0.15)


def made_early(leads: NDArray, intervals: NDArray, rng: np.random.Generator) -> NDArray[np.float32]:
    """Let the beat in the centre come early, and a pause follow, as after an atrial premature beat.

    The time between the beat before and this one's P wave is compressed, that from this one's T wave to the next P wave is
    stretched; the beats themselves stay as they are.

    Args:
        leads: (n, times, leads), mV at `FS`, the beat in the centre.
        intervals: (n, 3), s, as in `Beats`.
        rng: draws how early each comes, and how long the pause is.

    Returns:
        float32, as `leads`. Where the window does not reach, its first or last sample goes on.
    """
    times, middle = leads.shape[1], leads.shape[1] // 2
    earliness, pause = rng.uniform(*EARLINESS, len(leads)), rng.uniform(0, PAUSE, len(leads))
    places = np.empty(leads.shape[:2])
    for row, (before, after, _) in enumerate(intervals * FS):
        starts, ends = AFTER * FS - before, -BEFORE * FS
        less = min(before * (1 - earliness[row]), (ends - starts) * MOST)
        rests, wakes = PAUSE_AFTER * FS, max(after - BEFORE * FS, (PAUSE_AFTER + 0.05) * FS)
        more = pause[row] * after
        shown = [-times, starts + less, ends, rests, wakes + more, times + more]
        recorded = [-times - less, starts, ends, rests, wakes, times]
        places[row] = np.interp(np.arange(times) - middle, shown, recorded) + middle
    return sampled_at(leads, places).astype(np.float32)
