"""How long a call takes, in seconds that what else the machine does leaves alone.

No test asserts on seconds, for machines differ: one call is compared with another.
"""

from __future__ import annotations

import time
from collections.abc import Callable


def seconds_of(call: Callable[[], object]) -> float:
    """Processor time of this process while it does a call."""
    start = time.process_time()
    call()
    return time.process_time() - start
