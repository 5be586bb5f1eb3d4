"""The statements of a cell: which names each one binds, uses and changes, and how to write down some of them alone.

A block that holds an answer (`if __name__ == "__main__":`, `try:`, `with ...:`) is opened: its first line is one
statement, its `header`, and what stands in it are others, so that what stands beside the answer need not run.
"""

from __future__ import annotations

import ast
import builtins
import copy
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ecgkit.scoping import FUNCTIONS, called, changed_in_place, names_in, own_nodes, root

from .notebook import Cell

_BLOCKS = (ast.If, ast.For, ast.While, ast.With, ast.Try, ast.TryStar, ast.Match)
_BUILTIN_NAMES = frozenset(dir(builtins))


@dataclass(frozen=True, eq=False)
class Statement:
    """One statement outside functions and classes.

    Attributes:
        cell: where it stands.
        node: what Python's parser makes of it.
        binds: the names that it gives a value.
        uses: the names that it, or a function in it, reads.
        changes: the names whose values it changes in place.
        calls: the functions that it calls for their effect, or is decorated with.
        block: the header of the block that it stands in, if the block was opened.
        is_header: whether it is the header of an opened block, without what stands in the block.
        part_of: the import of several names that it is one name of: a package that is missing must not cost the others.
    """

    cell: Cell
    node: ast.stmt
    binds: frozenset[str]
    uses: frozenset[str]
    changes: frozenset[str] = frozenset()
    calls: frozenset[str] = frozenset()
    block: Statement | None = None
    is_header: bool = False
    part_of: ast.Import | ast.ImportFrom | None = None


def statements_of(
    cell: Cell, nodes: Iterable[ast.stmt], is_opened: Callable[[ast.stmt], bool], block: Statement | None = None
) -> Iterator[Statement]:
    """The statements of a cell in their order, each header before what stands in its block.

    Args:
        cell: where they stand.
        nodes: what Python's parser made of them.
        is_opened: whether a block is to be opened, if it can be.
        block: the header of the block that the nodes stand in.
    """
    lines = cell.source.split("\n")
    for node in nodes:
        inner = list(_inner(node, lines)) if isinstance(node, _BLOCKS) and is_opened(node) else []
        # What stands behind a colon, as in `except KeyError: pass`, belongs to the header.
        inner, behind = _parted(inner, lines)
        if inner and not any(map(is_opened, behind)):
            header = _header(cell, node, set(map(id, inner)), block)
            yield header
            yield from statements_of(cell, inner, is_opened, header)
        elif isinstance(node, ast.Import | ast.ImportFrom) and block is None and _is_alone(node, lines):
            yield from _imports(cell, node)
        else:
            yield _statement(cell, node, lines, block)


def source_of(cell: Cell, statements: Iterable[Statement], kept: set[Statement]) -> list[str]:
    """The cell's lines with every line blank that belongs to no kept statement.

    Args:
        cell: the cell.
        statements: all statements of it.
        kept: those to write down.
    """
    lines = cell.source.split("\n")
    shown = [""] * len(lines)
    names: dict[ast.Import | ast.ImportFrom, list[ast.alias]] = {}
    for statement in statements:
        first, last = lines_of(statement.part_of or statement.node)
        if statement in kept and statement.part_of:
            names.setdefault(statement.part_of, []).append(_alias_of(statement))
            shown[first - 1 : last] = _import_of(statement.part_of, names[statement.part_of], lines[first - 1 : last])
        elif statement in kept:
            shown[first - 1 : last] = lines[first - 1 : last]
        elif statement.block in kept:
            # A block must not be empty, and this line stood there when its header was written.
            indent = lines[first - 1][: statement.node.col_offset]
            shown[first - 1 : last] = [f"{indent}pass", *[""] * (last - first)]
    return shown


def lines_of(node: ast.stmt) -> tuple[int, int]:
    """Number of the first line, decorators included, and of the last one."""
    first = min([node.lineno, *(decorator.lineno for decorator in getattr(node, "decorator_list", []))])
    return first, node.end_lineno or first


def _inner(node: ast.stmt, lines: list[str]) -> Iterator[ast.stmt]:
    """What stands in a block, `elif` and `else`, `except` and `case` included."""
    parts = [node, *getattr(node, "handlers", []), *getattr(node, "cases", [])]
    for part in parts:
        for field in ("body", "orelse", "finalbody"):
            for inner in getattr(part, field, []):
                if isinstance(inner, ast.If) and _line_from(inner, lines).startswith("elif"):
                    yield from _inner(inner, lines)
                else:
                    yield inner


def _parted(inner: list[ast.stmt], lines: list[str]) -> tuple[list[ast.stmt], list[ast.stmt]]:
    """The statements on lines of their own, and those on the line of a header."""
    behind = {id(each) for each in inner if not _begins_its_line(each, lines)}
    return [each for each in inner if id(each) not in behind], [each for each in inner if id(each) in behind]


def _line_from(node: ast.stmt, lines: list[str]) -> str:
    return lines[node.lineno - 1].encode()[node.col_offset :].decode()


def _begins_its_line(node: ast.stmt, lines: list[str]) -> bool:
    first, _ = lines_of(node)
    return not lines[first - 1].encode()[: node.col_offset].strip()


def _is_alone(node: ast.stmt, lines: list[str]) -> bool:
    """Whether nothing else, but a comment, stands on its lines."""
    behind = lines[(node.end_lineno or node.lineno) - 1].encode()[node.end_col_offset :].decode().strip()
    return _begins_its_line(node, lines) and (not behind or behind.startswith("#"))


def _imports(cell: Cell, node: ast.Import | ast.ImportFrom) -> Iterator[Statement]:
    """One statement for each name that an import binds."""
    for alias in node.names:
        binds = frozenset({alias.asname or alias.name.split(".")[0]} - {"*"})
        yield Statement(cell, _with_names(node, [alias]), binds, frozenset(), part_of=node)


def _with_names(node: ast.Import | ast.ImportFrom, names: list[ast.alias]) -> ast.Import | ast.ImportFrom:
    part = copy.copy(node)
    part.names = names
    return part


def _alias_of(statement: Statement) -> ast.alias:
    assert isinstance(statement.node, ast.Import | ast.ImportFrom)
    return statement.node.names[0]


def _import_of(node: ast.Import | ast.ImportFrom, names: list[ast.alias], lines: list[str]) -> list[str]:
    """As many lines: the student's own, if all names are kept, so that a fault shows what the student wrote."""
    if len(names) == len(node.names):
        return lines
    return [ast.unparse(_with_names(node, names)), *[""] * (len(lines) - 1)]


def _header(cell: Cell, node: ast.stmt, inner: set[int], block: Statement | None) -> Statement:
    names = [each for each in _without(node, inner) if isinstance(each, ast.Name)]
    others = (getattr(each, "name", None) for each in _without(node, inner))
    binds = {name.id for name in names if not isinstance(name.ctx, ast.Load)} | {name for name in others if name}
    uses = {name.id for name in names if isinstance(name.ctx, ast.Load)}
    return Statement(cell, node, frozenset(binds), frozenset(uses), block=block, is_header=True)


def _without(node: ast.AST, left_out: set[int]) -> Iterator[ast.AST]:
    yield node
    for child in ast.iter_child_nodes(node):
        if id(child) not in left_out:
            yield from _without(child, left_out)


def _statement(cell: Cell, node: ast.stmt, lines: list[str], block: Statement | None) -> Statement:
    """Find out what a statement binds, uses and changes, by Python's own scoping rules."""
    names = names_in(_text_of(node, lines, block is not None), cell.label)
    uses = names.used | (names.used_below - _BUILTIN_NAMES)
    # Python's table does not say that `b += [1]` reads b.
    uses |= {
        each.target.id
        for each in own_nodes(node)
        if isinstance(each, ast.AugAssign) and isinstance(each.target, ast.Name)
    }
    changes, calls = frozenset(_changes(node)) - _BUILTIN_NAMES, frozenset(_calls(node))
    return Statement(cell, node, frozenset(names.made), frozenset(uses), changes, calls, block)


def _text_of(node: ast.stmt, lines: list[str], is_indented: bool) -> str:
    """A statement alone: there may be thousands on one line."""
    first, last = lines_of(node)
    text = lines[first - 1 : last]
    # Python counts columns in bytes. A decorator stands at the start of its line.
    text[-1] = text[-1].encode()[: node.end_col_offset].decode()
    if is_indented:
        return "\n".join(["if True:", *text])
    if first == node.lineno:
        text[0] = text[0].encode()[node.col_offset :].decode()
    return "\n".join(text)


def _changes(node: ast.AST) -> Iterator[str]:
    """The names whose values a statement changes in place: `table["x"] = 1`, `names.append("x")`, `del table["x"]`.

    What is decorated with `code.register` changes `code`, and what derives from a class changes what that knows.
    """
    decorators = [called(decorator) for decorator in getattr(node, "decorator_list", [])]
    yield from (root(decorator) for decorator in decorators if isinstance(decorator, ast.Attribute))
    yield from map(root, [*getattr(node, "bases", []), *(each.value for each in getattr(node, "keywords", []))])
    if not isinstance(node, (*FUNCTIONS, ast.ClassDef)):
        yield from changed_in_place(own_nodes(node))


def _calls(node: ast.AST) -> Iterator[str]:
    decorators = getattr(node, "decorator_list", [])
    values = [each.value for each in own_nodes(node) if isinstance(each, ast.Expr) and isinstance(each.value, ast.Call)]
    yield from (getattr(called(each), "id", "") for each in [*decorators, *values])


def effects_of(statement: Statement) -> frozenset[str]:
    """The names of the notebook whose values a function changes when it is called."""
    nodes = list(ast.walk(statement.node)) if isinstance(statement.node, FUNCTIONS) else []
    replaced = {name for node in nodes if isinstance(node, ast.Global) for name in node.names}
    return frozenset(replaced.union(changed_in_place(nodes)) & (statement.uses | replaced))
