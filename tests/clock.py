"""How long a call takes beside another one. No test asserts on seconds, for machines differ."""

from __future__ import annotations

import time
from collections.abc import Callable

#: How often both are timed: what else the machine does may slow one call of a pair, but hardly that of every pair.
TRIES = 3


def takes_at_most(times: float, call: Callable[[], object], other: Callable[[], object]) -> bool:
    """Whether a call takes at most so many times as long as another one, in one of some tries."""
    return any(_seconds_of(call) <= times * _seconds_of(other) for _ in range(TRIES))


def _seconds_of(call: Callable[[], object]) -> float:
    """Processor time of this process while it does a call."""
    start = time.process_time()
    call()
    return time.process_time() - start
