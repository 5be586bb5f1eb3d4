"""`fills_from`: what you wrote in another notebook, without its plots and its training."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path

from .contracts import STUBS, NotFilled, Stub
from .magics import without_magics
from .scoping import FUNCTIONS, changed_in_place, is_blank, names_in, own_nodes

_IMPORTS = (ast.Import, ast.ImportFrom)


def fills_from(notebook: str | Path, *names: str) -> tuple[Stub, ...]:
    """Fill stubs with what you wrote in another notebook.

    Reads the notebook (.ipynb, or a percent script .py) and runs, of its statements, those that make or change a name
    which these fills use, directly or through another: imports, functions, classes, constants, and also a call where its
    result is used, such as `stop = keras.callbacks.EarlyStopping()`. No plot and no training of that notebook runs, and
    other stubs stay as they are.

    Args:
        notebook: path of the notebook; if it is not there, a percent script of the same name beside it is read.
        *names: the stubs to fill, such as "train".

    Returns:
        The filled stubs in the order of `names`.

    Raises:
        NotFilled: the notebook is not there, cannot be read or has not filled one of `names`, or a statement that they need stops;
            says what to do.
        ValueError: `names` holds no stub's name.
    """
    unknown = [name for name in names if name not in STUBS]
    if unknown or not names:
        raise ValueError(
            f"`names` must be names of stubs ({', '.join(STUBS)}). Received {', '.join(unknown) or 'none'}."
        )
    path = _existing(Path(notebook), names)
    sources = _sources(path)
    parsed = [statement for source in sources for statement in _parsed(source)]
    # A stub as it was handed out may stand below the cell that fills it.
    statements = [statement for statement in parsed if not _is_blank_stub(statement)]
    for name in names:
        _require_body(name, statements, sources, path)
    # Filled by an earlier run, or from another notebook.
    before = {name: STUBS[name].body for name in names}
    namespace = {**STUBS, "__name__": path.stem}
    for statement in _needed(statements, names):
        try:
            exec(compile(ast.Module([statement], []), str(path), "exec"), namespace)
        except Exception as error:
            line = ast.unparse(statement).partition("\n")[0]
            raise NotFilled(
                f"{_listed(names)} cannot be taken from {path.name}, whose line `{line}` is needed and stops with "
                f"{type(error).__name__}: {error}. Copy the cells that fill {_listed(names)} into this notebook, with what they need."
            ) from error
    unfilled = [name for name in names if STUBS[name].body is before[name]]
    if unfilled:
        raise NotFilled(
            f"{path.name} defines {_listed(tuple(unfilled))}, but does not fill it: write `@fill` above `def`, at the start of a line. "
            "Or copy that cell into this notebook."
        )
    return tuple(STUBS[name] for name in names)


def _existing(path: Path, names: tuple[str, ...]) -> Path:
    for candidate in (path, path.with_suffix(".py")):
        if candidate.is_file():
            return candidate
    raise NotFilled(
        f"{_listed(names)} should come from {path.name}, which is not in {path.parent}. Put your notebook of task "
        f"{STUBS[names[0]].task} there, or copy the cells that fill {_listed(names)} into this notebook."
    )


def _sources(path: Path) -> list[str]:
    """The code cells; a percent script is one, its text being comments."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        if path.suffix == ".py":
            return [text]
        cells = [cell for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]
        return ["".join(cell["source"]) for cell in cells]
    except (ValueError, TypeError, KeyError) as error:
        raise NotFilled(
            f"{path.name} cannot be read as a notebook ({type(error).__name__}: {error}). Open it in Jupyter and save it again, or "
            "take an earlier copy."
        ) from error


def _parsed(source: str) -> list[ast.stmt]:
    """The statements of a cell, read as IPython reads it; none if the cell is not (yet) Python."""
    # As Windows ends its lines.
    python, _ = without_magics(source.replace("\r\n", "\n"))
    try:
        return ast.parse(python).body
    except (SyntaxError, ValueError):  # the latter for a NUL
        return []


def _needed(statements: list[ast.stmt], names: tuple[str, ...]) -> list[ast.stmt]:
    """The statements that make these names, those that make what these use, and so on, in their order."""
    candidates = [(statement, *_names(statement)) for statement in statements if not _fills_another(statement, names)]
    own = set[str]().union(*(made for statement, made, _ in candidates if not isinstance(statement, _IMPORTS)))
    for statement, made, _ in candidates:
        made |= own.intersection(_changed(statement)) | set(_filled_by_calls(statement)).intersection(names)
    wanted, kept, more = {*names, "*"}, set[int](), True
    while more:
        found = {place for place, (_, made, _) in enumerate(candidates) if made & wanted} - kept
        wanted.update(*(candidates[place][2] for place in found))
        kept |= found
        more = bool(found)
    return [candidates[place][0] for place in sorted(kept)]


def _fills_another(statement: ast.stmt, names: tuple[str, ...]) -> bool:
    return isinstance(statement, ast.FunctionDef) and statement.name in STUBS and statement.name not in names


def _names(statement: ast.stmt) -> tuple[set[str], set[str]]:
    """The names that a statement makes, "*" for those that nobody knows, and the names that it uses."""
    if isinstance(statement, ast.ImportFrom) and statement.names[0].name == "*":
        return {"*"}, set()
    try:
        made, used, used_below = names_in(ast.unparse(statement), "<cell>")
    except SyntaxError:  # such as an `await` that only a notebook may have outside a function
        return set(), set()
    return made, used | used_below


def _changed(statement: ast.stmt) -> Iterator[str]:
    if not isinstance(statement, (*FUNCTIONS, ast.ClassDef)):
        yield from changed_in_place(own_nodes(statement))


def _filled_by_calls(statement: ast.stmt) -> Iterator[str]:
    """The functions that calls `fill(function)` name."""
    for call in own_nodes(statement):
        if isinstance(call, ast.Call) and getattr(call.func, "id", getattr(call.func, "attr", "")) == "fill":
            yield from (argument.id for argument in call.args if isinstance(argument, ast.Name))


def _require_body(name: str, statements: list[ast.stmt], sources: list[str], path: Path) -> None:
    if not any(isinstance(part, ast.FunctionDef) and part.name == name for part in statements):
        if any(f"def {name}(" in source and not _parsed(source) for source in sources):
            raise NotFilled(
                f"The cell of {path.name} that defines `{name}` is not valid Python: mend it there, and save the notebook."
            )
        raise NotFilled(
            f"`{name}` is not filled in {path.name} yet. It belongs to task {STUBS[name].task}: write its body there, "
            "save the notebook, and run this cell again. Or fill it in a cell of this notebook."
        )


def _is_blank_stub(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.FunctionDef) and statement.name in STUBS and is_blank(statement)


def _listed(names: tuple[str, ...]) -> str:
    return " and ".join(f"`{name}`" for name in names)
