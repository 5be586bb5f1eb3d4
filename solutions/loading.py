"""`load_task` fills a task's stubs with the reference: it runs the functions of its percent script that fill a stub.

Plots, trainings and check cells of the script are left out, and so is every import that no filled function needs.
"""

from __future__ import annotations

import ast
import symtable
from collections.abc import Iterator
from pathlib import Path

from ecgkit.contracts import STUBS

SOLUTIONS = Path(__file__).resolve().parent


class LoadingError(RuntimeError):
    """A reference script is missing or does not fill the stubs of its task."""


def load_task(task: int, *names: str) -> list[str]:
    """Fill the stubs of one task with the reference.

    Args:
        task: number of the task.
        *names: only these stubs, such as "evaluate", which then needs no Keras; all of the task by default.

    Returns:
        The names of the filled stubs, in the order of the script.

    Raises:
        LoadingError: there is no script of this task, or it leaves a stub of the task without a body.
    """
    path = script_of(task)
    statements = ast.parse(path.read_text(encoding="utf-8")).body
    wanted = set(names) or {name for name, stub in STUBS.items() if stub.task == task}
    fills = [node for node in statements if isinstance(node, ast.FunctionDef) and node.name in wanted]
    missing = wanted - {node.name for node in fills}
    if missing:
        raise LoadingError(f"{path.name} does not fill {', '.join(sorted(missing))} of task {task}.")
    module = ast.Module(body=_with_what_they_use(fills, statements), type_ignores=[])
    exec(compile(module, str(path), "exec"), {"__name__": path.stem})  # our own script, from this folder
    return [node.name for node in fills]


def script_of(task: int) -> Path:
    """Return the percent script of a task.

    Raises:
        LoadingError: there is none, or more than one.
    """
    found = sorted(SOLUTIONS.glob(f"task{task}_*/*.py"))
    if len(found) != 1:
        raise LoadingError(f"Task {task} needs one script solutions/task{task}_*/NAME.py. Found {len(found)}.")
    return found[0]


def _with_what_they_use(fills: list[ast.FunctionDef], statements: list[ast.stmt]) -> list[ast.stmt]:
    """The fills and, until nothing is missing, the statements that bind a name which they use."""
    needed = {name for node in fills for name in _used(node)}
    kept = {id(node) for node in fills}
    grew = True
    while grew:
        grew = False
        for node in statements:
            if id(node) not in kept and needed & set(_bound(node)):
                kept.add(id(node))
                needed |= _used(node)
                grew = True
    return [_without_grader(node) for node in statements if id(node) in kept]


def _used(node: ast.stmt) -> set[str]:
    """The names of the module that a statement uses, by Python's own rules: no local variable of a function."""
    table = symtable.symtable(ast.unparse(node), "<statement>", "exec")
    top = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_referenced()}
    return top | set(_globals_inside(table))


def _globals_inside(table: symtable.SymbolTable) -> Iterator[str]:
    for scope in table.get_children():
        yield from (symbol.get_name() for symbol in scope.get_symbols() if symbol.is_global())
        yield from _globals_inside(scope)


def _bound(node: ast.stmt) -> Iterator[str]:
    """The names that a top-level statement gives a value to."""
    if isinstance(node, ast.Import | ast.ImportFrom):
        yield from ((alias.asname or alias.name).partition(".")[0] for alias in node.names)
    elif isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        yield from (part.id for target in targets for part in ast.walk(target) if isinstance(part, ast.Name))


def _without_grader(node: ast.stmt) -> ast.stmt:
    """Refuse an answer that leans on the grader: solutions import ecgkit alone."""
    modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in getattr(node, "names", [])]
    if isinstance(node, ast.Import | ast.ImportFrom) and any(name.split(".")[0] == "autograder" for name in modules):
        raise LoadingError(
            f"A reference function uses {ast.unparse(node)!r}; solutions may import ecgkit, not the grader."
        )
    return node
