"""`names_in`: which names a piece of code makes and which it uses, by Python's own scoping rules."""

from __future__ import annotations

import symtable
from collections.abc import Iterator
from typing import NamedTuple


class Names(NamedTuple):
    """The names of a piece of code.

    Attributes:
        made: assigned, defined or imported at its top.
        used: used at its top.
        used_below: global names that its functions and classes use, and those within them.
    """

    made: set[str]
    used: set[str]
    used_below: set[str]


def names_in(source: str, label: str) -> Names:
    """Read the names of a piece of code, which is not run.

    Args:
        source: the code.
        label: what an error calls the place that it comes from.

    Raises:
        SyntaxError: Python cannot compile it.
    """
    table = symtable.symtable(source, label, "exec")
    top = table.get_symbols()
    made = {symbol.get_name() for symbol in top if symbol.is_assigned() or symbol.is_imported()}
    return Names(made, {symbol.get_name() for symbol in top if symbol.is_referenced()}, set(_globals_below(table)))


def _globals_below(table: symtable.SymbolTable) -> Iterator[str]:
    for child in table.get_children():
        yield from (symbol.get_name() for symbol in child.get_symbols() if symbol.is_global())
        yield from _globals_below(child)
