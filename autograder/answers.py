"""Find a submission's answers by content: the functions that fill stubs, and the statements that they need.

A notebook also reads data, trains and plots. Grading runs none of that: starting from each function named like a stub,
it keeps the top-level statements that bind, or change, a name which the function uses, and so on until nothing is
missing. Order, cell ids, metadata and file name play no part.
"""

from __future__ import annotations

import ast
import builtins
import symtable
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from .limits import LIMITS
from .notebook import Cell, Source, SubmissionError

#: More repairs than a report can show; a longer line than one can read.
_MOST_REPAIRS, _LONGEST_LINE = 200, 200
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
        if len(statements) > LIMITS.statements:
            raise SubmissionError(f"{source.path.name} holds more than {LIMITS.statements} statements.")
    _note_fills(statements, wanted, answers)
    kept: dict[int, list[ast.stmt]] = defaultdict(list)
    for statement in _needed(statements, answers.filled):
        kept[id(statement.cell)].append(statement.node)
    for cell in source.cells:
        if id(cell) in kept:
            answers.cells.append((cell.label, _source_of(cell, kept[id(cell)], answers.filled)))
    _shorten(answers.repairs)
    return answers


def _shorten(repairs: list[str]) -> None:
    if len(repairs) > _MOST_REPAIRS:
        repairs[_MOST_REPAIRS:] = [f"and {len(repairs) - _MOST_REPAIRS} more"]


def _statements(cell: Cell, wanted: set[str], answers: Answers) -> Iterator[_Statement]:
    lines = cell.source.split("\n")
    try:
        yield from [_statement(cell, node, lines) for node in ast.parse(cell.source).body]
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        _note_fault(cell, error, wanted, answers)


def _note_fault(cell: Cell, error: Exception, wanted: set[str], answers: Answers) -> None:
    line = getattr(error, "lineno", None)
    text = (getattr(error, "text", None) or "").strip()[:_LONGEST_LINE]
    place = f"{cell.label}, line {line}: {text}" if line else cell.label
    for name in wanted:
        if f"def {name}" in cell.source:
            answers.faults[name] = f"The cell that defines `{name}` is not valid Python ({place})."
    answers.repairs.append(f"{place}: left out, it is not valid Python")


def _note_fills(statements: list[_Statement], wanted: set[str], answers: Answers) -> None:
    fills = {"fill"}.union(*(_names_of_fill(statement.node) for statement in statements))
    for statement in statements:
        node = statement.node
        if not isinstance(node, _FUNCTIONS) or node.name not in wanted:
            continue
        if node.name in answers.filled:
            answers.repairs.append(
                f"`{node.name}` is defined more than once; the last one ({statement.cell.label}) counts"
            )
        if not any(_is_fill(decorator, fills) for decorator in node.decorator_list):
            answers.repairs.append(f"`{node.name}` lacks its `@fill` ({statement.cell.label}); added")
        answers.filled.add(node.name)
        answers.faults.pop(node.name, None)


def _names_of_fill(node: ast.stmt) -> set[str]:
    """`from ecgkit import fill as answer` is no fault."""
    if not isinstance(node, ast.ImportFrom) or node.module != "ecgkit":
        return set()
    return {alias.asname or alias.name for alias in node.names if alias.name == "fill"}


def _is_fill(decorator: ast.expr, names: Collection[str] = ("fill",)) -> bool:
    name = decorator.attr if isinstance(decorator, ast.Attribute) else getattr(decorator, "id", "")
    return name in names


def _needed(statements: list[_Statement], roots: set[str]) -> list[_Statement]:
    """The statements that bind or change a needed name, in the order of the notebook."""
    modules = {name for statement in statements if _is_import(statement.node) for name in statement.binds}
    by_name = _positions_by_name(statements, modules)
    kept = {position for position, statement in enumerate(statements) if _is_always_needed(statement.node)}
    known = set(roots)
    waiting = [*roots, *(name for position in kept for name in statements[position].uses)]
    while waiting:
        for position in by_name[waiting.pop()]:
            if position not in kept:
                kept.add(position)
                waiting += statements[position].uses - known
                known |= statements[position].uses
    return [statements[position] for position in sorted(kept)]


def _positions_by_name(statements: list[_Statement], modules: set[str]) -> dict[str, list[int]]:
    """Which statements bind or change a name. `plt.show()` changes a module, but no answer hangs on it."""
    by_name: dict[str, list[int]] = defaultdict(list)
    for position, statement in enumerate(statements):
        for name in statement.binds | (statement.changes - modules):
            by_name[name].append(position)
    return by_name


def _is_import(node: ast.stmt) -> bool:
    return isinstance(node, ast.Import | ast.ImportFrom)


def _is_always_needed(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and (node.module == "__future__" or node.names[0].name == "*")


def _statement(cell: Cell, node: ast.stmt, lines: list[str]) -> _Statement:
    """Find out what a statement binds, uses and changes, by Python's own scoping rules."""
    table = symtable.symtable(_text_of(node, lines), cell.label, "exec")
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


def _text_of(node: ast.stmt, lines: list[str]) -> str:
    """A statement alone: there may be thousands on one line."""
    first, last = _lines_of(node)
    text = lines[first - 1 : last]
    # Python counts columns in bytes. A decorator stands at the start of its line.
    text[-1] = text[-1].encode()[: node.end_col_offset].decode()
    if first == node.lineno:
        text[0] = text[0].encode()[node.col_offset :].decode()
    return "\n".join(text)


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
