"""Which of the pinned packages a shorter list of packages needs."""

from __future__ import annotations

import re
from collections.abc import Collection

#: A pin, and below it who asked for it, as `uv pip compile` writes them.
_PIN = re.compile(r"^(?P<name>[\w.-]+)==.*\n(?P<via>(?:[ ]+#.*\n)+)", re.MULTILINE)
_ASKED_BY = re.compile(r"#\s+(?:via\s+)?([\w.-]+)")


def pins_of(packages: Collection[str], pinned: str) -> str:
    """The pins of some packages and of all that they need.

    Args:
        packages: names, as the pins write them.
        pinned: text of a requirements.txt that `uv pip compile` wrote, with its comments.

    Returns:
        the lines of these pins, without comments.

    Raises:
        KeyError: one of `packages` is not pinned.
    """
    pins = list(_PIN.finditer(pinned))
    missing = set(packages) - {pin["name"] for pin in pins}
    if missing:
        raise KeyError(f"not pinned: {', '.join(sorted(missing))}")
    needed, seen = set(packages), 0
    while len(needed) > seen:
        seen = len(needed)
        needed |= {pin["name"] for pin in pins if needed.intersection(_ASKED_BY.findall(pin["via"]))}
    return "".join(pin[0].partition("\n")[0] + "\n" for pin in pins if pin["name"] in needed)
