"""Which names a piece of code makes and uses, by Python's own scoping rules, and whose values it changes in place."""

from __future__ import annotations

import ast
import symtable
from collections.abc import Iterable, Iterator
from typing import NamedTuple

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


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


def own_nodes(node: ast.AST) -> Iterator[ast.AST]:
    """A node and all below it in order, but nothing inside functions: that runs later, if ever."""
    waiting: list[ast.AST] = [node]
    while waiting:
        found = waiting.pop()
        yield found
        if isinstance(found, FUNCTIONS):
            waiting += reversed(found.decorator_list)
        elif not isinstance(found, ast.Lambda):
            waiting += reversed(list(ast.iter_child_nodes(found)))


def changed_in_place(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """The names whose values are changed where they are: `table["x"] = 1`, `names.append("x")`, `del table["x"]`."""
    for node in nodes:
        if isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
            yield root(node)
        if isinstance(node, ast.Expr) and isinstance(called(node.value), ast.Attribute):
            yield root(called(node.value))


def called(node: ast.expr) -> ast.expr:
    """The function of a call; any other expression as it is."""
    return node.func if isinstance(node, ast.Call) else node


def is_blank(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a function is as it was handed out, or emptier: `raise NotImplementedError`, `...` or `pass`, and a docstring."""
    return all(
        isinstance(part, ast.Pass)
        or (isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant))
        or (isinstance(part, ast.Raise) and _is_not_implemented(part.exc))
        for part in function.body
    )


def _is_not_implemented(raised: ast.expr | None) -> bool:
    # Not by its text: an integer of thousands of digits has none.
    kind = raised.func if isinstance(raised, ast.Call) and not raised.args and not raised.keywords else raised
    return isinstance(kind, ast.Name) and kind.id == "NotImplementedError"


def root(node: ast.expr) -> str:
    """The name that an expression such as `a.b[0].c` begins with; "" if it begins with none."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""
