"""Find a submission's answers by content: the functions that fill stubs, and the statements that they need.

A notebook also reads data, trains and plots. Grading runs none of that: starting from each function named like a stub,
it keeps the top-level statements that bind, or change, a name which the function uses, and so on until nothing is
missing. Order, cell ids, metadata and file name play no part.
"""

from __future__ import annotations

import ast
import builtins
import symtable
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from .notebook import Cell, Source

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_BUILTIN_NAMES = frozenset(dir(builtins))


@dataclass
class Answers:
    """What one file answers.

    Attributes:
        cells: (label, source) to run in this order; source keeps its line numbers.
        filled: the stubs that a function of this file is named after.
        faults: by stub, why a cell that seems to answer it cannot be used.
        repairs: what was put right, for the report.
    """

    cells: list[tuple[str, str]] = field(default_factory=list)
    filled: set[str] = field(default_factory=set)
    faults: dict[str, str] = field(default_factory=dict)
    repairs: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Statement:
    cell: Cell
    node: ast.stmt
    binds: frozenset[str]
    uses: frozenset[str]
    changes: frozenset[str]


def find_answers(source: Source, stub_names: Iterable[str]) -> Answers:
    """Find the answers in one file.

    Args:
        source: the code cells.
        stub_names: the names to look for.
    """
    wanted = set(stub_names)
    answers = Answers(repairs=list(source.repairs))
    statements: list[_Statement] = []
    for cell in source.cells:
        statements += _statements(cell, wanted, answers)
    _note_fills(statements, wanted, answers)
    kept = _needed(statements, answers.filled)
    for cell in source.cells:
        nodes = [statement.node for statement in kept if statement.cell is cell]
        if nodes:
            answers.cells.append((cell.label, _source_of(cell, nodes, answers.filled)))
    return answers


def _statements(cell: Cell, wanted: set[str], answers: Answers) -> Iterator[_Statement]:
    try:
        yield from [_statement(cell, node) for node in ast.parse(cell.source).body]
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        _note_fault(cell, error, wanted, answers)


def _note_fault(cell: Cell, error: Exception, wanted: set[str], answers: Answers) -> None:
    line = getattr(error, "lineno", None)
    text = (getattr(error, "text", None) or "").strip()
    place = f"{cell.label}, line {line}: {text}" if line else cell.label
    for name in wanted:
        if f"def {name}" in cell.source:
            answers.faults[name] = f"The cell that defines `{name}` is not valid Python ({place})."
    answers.repairs.append(f"{place}: left out, it is not valid Python")


def _note_fills(statements: list[_Statement], wanted: set[str], answers: Answers) -> None:
    for statement in statements:
        node = statement.node
        if not isinstance(node, _FUNCTIONS) or node.name not in wanted:
            continue
        if node.name in answers.filled:
            answers.repairs.append(f"`{node.name}` is defined more than once; the last one ({statement.cell.label}) counts")
        if not any(_is_fill(decorator) for decorator in node.decorator_list):
            answers.repairs.append(f"`{node.name}` lacks its `@fill` ({statement.cell.label}); added")
        answers.filled.add(node.name)
        answers.faults.pop(node.name, None)


def _is_fill(decorator: ast.expr) -> bool:
    name = decorator.attr if isinstance(decorator, ast.Attribute) else getattr(decorator, "id", "")
    return name == "fill"


def _needed(statements: list[_Statement], roots: set[str]) -> list[_Statement]:
    """The statements that bind or change a needed name, in the order of the notebook."""
    needed = set(roots)
    modules = {name for statement in statements if _is_import(statement.node) for name in statement.binds}
    kept: set[int] = set()
    before = -1
    while before < len(kept):
        before = len(kept)
        for position, statement in enumerate(statements):
            # `plt.show()` changes a module, but no answer hangs on it.
            if position not in kept and _is_needed(statement, needed, needed - modules):
                kept.add(position)
                needed |= statement.uses
    return [statements[position] for position in sorted(kept)]


def _is_import(node: ast.stmt) -> bool:
    return isinstance(node, ast.Import | ast.ImportFrom)


def _is_needed(statement: _Statement, needed: set[str], changeable: set[str]) -> bool:
    node = statement.node
    if isinstance(node, ast.ImportFrom) and (node.module == "__future__" or node.names[0].name == "*"):
        return True
    return bool(statement.binds & needed or statement.changes & changeable)


def _statement(cell: Cell, node: ast.stmt) -> _Statement:
    """Find out what a statement binds, uses and changes, by Python's own scoping rules."""
    first, last = _lines_of(node)
    table = symtable.symtable("\n".join(cell.source.split("\n")[first - 1 : last]), cell.label, "exec")
    top = table.get_symbols()
    binds = {symbol.get_name() for symbol in top if symbol.is_assigned() or symbol.is_imported()}
    uses = {symbol.get_name() for symbol in top if symbol.is_referenced()}
    uses |= set(_globals_below(table)) - _BUILTIN_NAMES
    return _Statement(cell, node, frozenset(binds), frozenset(uses), frozenset(_changes(node)))


def _globals_below(table: symtable.SymbolTable) -> Iterator[str]:
    for child in table.get_children():
        yield from (symbol.get_name() for symbol in child.get_symbols() if symbol.is_global())
        yield from _globals_below(child)


def _changes(node: ast.AST) -> Iterator[str]:
    """The names whose values a statement changes in place: `table["x"] = 1`, `names.append("x")`, `del table["x"]`."""
    if isinstance(node, (*_FUNCTIONS, ast.ClassDef, ast.Lambda)):
        return
    if isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
        yield _root(node)
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Attribute):
        yield _root(node.value.func)
    for child in ast.iter_child_nodes(node):
        yield from _changes(child)


def _root(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _lines_of(node: ast.stmt) -> tuple[int, int]:
    first = min([node.lineno, *(decorator.lineno for decorator in getattr(node, "decorator_list", []))])
    return first, node.end_lineno or first


def _source_of(cell: Cell, nodes: list[ast.stmt], filled: set[str]) -> str:
    """The cell's text with every line blank that belongs to no needed statement."""
    lines = cell.source.split("\n")
    kept: set[int] = set()
    fills = []
    for node in nodes:
        first, last = _lines_of(node)
        kept.update(range(first - 1, last))
        if isinstance(node, _FUNCTIONS) and node.name in filled and not any(map(_is_fill, node.decorator_list)):
            fills.append(f"__import__('ecgkit').fill({node.name})")
    return "\n".join([line if number in kept else "" for number, line in enumerate(lines)] + fills)
