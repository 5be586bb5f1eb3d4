"""Whether other submissions beside it may be why one reached a limit: then nobody is blamed, and it is graded again alone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .failures import GraderFault

#: Processes that want to run, for each core: with as many workers as cores, more than one is what their threads add.
_BUSY = 1.25

_is_shared = False


class MachineBusy(GraderFault):
    """A limit was reached on a machine that had too much to do."""


@contextmanager
def shared(is_shared: bool) -> Iterator[None]:
    """Say for a while whether other submissions are graded beside this one; what else a machine does is no excuse."""
    global _is_shared
    before, _is_shared = _is_shared, is_shared
    try:
        yield
    finally:
        _is_shared = before


def excuse_time() -> None:
    """Called where something took too long.

    Raises:
        MachineBusy: it had to share the cores with others.
    """
    if _is_shared and os.getloadavg()[0] > _BUSY * (os.cpu_count() or 1):
        raise MachineBusy("other submissions kept the machine busy")


def excuse_end(kills: int) -> None:
    """Called where a process ended, and nobody knows why.

    Args:
        kills: what `kills_for_memory` gave before.

    Raises:
        MachineBusy: the kernel ended a process in the meantime, since the machine had no memory left.
    """
    if _is_shared and kills_for_memory() > kills:
        raise MachineBusy("other submissions used up the machine's memory")


def kills_for_memory() -> int:
    """How many processes the kernel has ended for lack of memory; 0 where it does not say."""
    try:
        lines = Path("/proc/vmstat").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("oom_kill ")), 0)
