"""Which modules a submission's code is going to import, so that its worker can be forked with them."""

from __future__ import annotations

import re
from collections.abc import Iterable

KERAS = frozenset({"keras", "tensorflow"})

#: By the first name of an import: what takes long, of what the course needs.
_SLOW = {
    "matplotlib": {"matplotlib.pyplot"},
    "pandas": {"pandas"},
    "scipy": {"scipy.signal"},
    "sklearn": {"sklearn.metrics"},
    "seaborn": {"matplotlib.pyplot", "pandas", "seaborn"},
    "keras": KERAS,
    "tensorflow": KERAS,
}
_IMPORT = re.compile(r"^[ \t]*(?:import|from)[ \t]+(\w+)", re.MULTILINE)


def slow_modules(sources: Iterable[str]) -> set[str]:
    """The modules with a slow import that Python sources name; a guess does no harm.

    Args:
        sources: text of cells.
    """
    names = {name for source in sources for name in _IMPORT.findall(source)}
    return set().union(*(_SLOW.get(name, set()) for name in names))
