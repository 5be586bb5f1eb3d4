"""Cut Python modules down to what some of their names need, so that a hand-out holds nothing else.

By Python's own parser: a top-level statement stays if it binds a name that is asked for, and asks for the names it uses.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

#: Asks for all of a module.
ALL = "*"


@dataclass
class Module:
    """One module of the package, and which of its names are asked for.

    Attributes:
        path: its file.
        parts: its name below the package: () for the package itself, ("worker", "frames").
        wanted: names that are asked for.
    """

    path: Path
    parts: tuple[str, ...]
    wanted: set[str] = field(default_factory=set)

    @cached_property
    def text(self) -> str:
        """Its source."""
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def statements(self) -> list[ast.stmt]:
        """Its top-level statements."""
        return ast.parse(self.text).body

    @property
    def is_package(self) -> bool:
        """Whether it is the `__init__` of a folder."""
        return self.path.name == "__init__.py"

    def kept(self) -> list[ast.stmt]:
        """The statements that bind what is asked for."""
        if ALL in self.wanted:
            return self.statements
        return [node for node in self.statements if _is_always_kept(node) or _binds(node) & self.wanted]


class Reduction:
    """A package reduced to some names.

    Args:
        root: the package's folder.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.modules: dict[tuple[str, ...], Module] = {}
        self._done: set[tuple[tuple[str, ...], str]] = set()

    def ask(self, parts: tuple[str, ...], names: Iterable[str]) -> None:
        """Keep these names of a module, and whatever they need, in whichever module."""
        waiting = [(parts, name) for name in names]
        while waiting:
            wanted = waiting.pop()
            if wanted not in self._done:
                self._done.add(wanted)
                waiting += self._needs_of(*wanted)

    def write(self, target: Path) -> None:
        """Write the reduced package into a folder."""
        for module in self.modules.values():
            path = target / module.path.relative_to(self.root)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(reduced_text(module), encoding="utf-8")

    def _needs_of(self, parts: tuple[str, ...], name: str) -> Iterator[tuple[tuple[str, ...], str]]:
        module = self._module(parts)
        module.wanted.add(name)
        for depth in range(len(parts)):
            yield parts[:depth], ALL
        for node in module.statements:
            if name == ALL or name in _binds(node):
                yield from self._needs_of_statement(module, node)

    def _needs_of_statement(self, module: Module, node: ast.stmt) -> Iterator[tuple[tuple[str, ...], str]]:
        """The names that it uses: of its own module, and through an import of others."""
        bare, attributes = _names_in(node)
        for name in bare | set(attributes):
            yield module.parts, name
        for item in [*module.statements, *ast.walk(node)]:
            if isinstance(item, ast.ImportFrom) and item.level:
                source = _resolve(module, item)
                for alias in item.names:
                    bound = _bound_by(alias)
                    if self._path((*source, alias.name)) is None:
                        yield from [(source, alias.name)] if bound in bare | set(attributes) else []
                    else:
                        # A module is asked for the attributes that are used of it.
                        names = {ALL} if bound in bare else attributes.get(bound, set())
                        yield from (((*source, alias.name), name) for name in names)

    def _module(self, parts: tuple[str, ...]) -> Module:
        if parts not in self.modules:
            path = self._path(parts)
            assert path is not None, parts
            self.modules[parts] = Module(path, parts)
        return self.modules[parts]

    def _path(self, parts: tuple[str, ...]) -> Path | None:
        place = self.root.joinpath(*parts)
        return next((path for path in (place / "__init__.py", place.with_suffix(".py")) if path.is_file()), None)


def reduced_text(module: Module) -> str:
    """The source of a module with the statements that are kept, each with the comment above it."""
    if ALL in module.wanted:
        return module.text
    return "\n".join(_kept_lines(module)).strip() + "\n"


def _kept_lines(module: Module) -> Iterator[str]:
    lines = module.text.split("\n")
    kept = {id(node) for node in module.kept()}
    blank = 0
    for node in module.statements:
        start, first = _start_of(node, lines)
        blank = max(blank, start - len("\n".join(lines[:start]).rstrip().split("\n")))
        if id(node) in kept:
            yield from [""] * blank
            yield from lines[start:first]
            yield from _own_lines(node, lines[first : node.end_lineno], module.wanted)
            blank = 0


def _start_of(node: ast.stmt, lines: list[str]) -> tuple[int, int]:
    """The first line of the comment right above a statement, and the first of its own."""
    first = min([node.lineno, *(decorator.lineno for decorator in getattr(node, "decorator_list", []))]) - 1
    start = first
    while start and lines[start - 1].startswith("#"):
        start -= 1
    return start, first


def _own_lines(node: ast.stmt, lines: list[str], wanted: set[str]) -> list[str]:
    if not isinstance(node, ast.Import | ast.ImportFrom) or _is_always_kept(node):
        return lines
    names = [alias for alias in node.names if _bound_by(alias) in wanted]
    if len(names) == len(node.names):
        return lines
    node.names = names
    return [ast.unparse(node)]


def _is_always_kept(node: ast.stmt) -> bool:
    """The module's docstring, and what changes the language."""
    is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    return is_text or (isinstance(node, ast.ImportFrom) and node.module == "__future__")


def _binds(node: ast.stmt) -> set[str]:
    """The names that a top-level statement binds."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return {node.name}
    if isinstance(node, ast.Import | ast.ImportFrom):
        return {_bound_by(alias) for alias in node.names}
    return {item.id for item in ast.walk(node) if isinstance(item, ast.Name) and isinstance(item.ctx, ast.Store)}


def _bound_by(alias: ast.alias) -> str:
    return alias.asname or alias.name.split(".")[0]


def _names_in(node: ast.stmt) -> tuple[set[str], dict[str, set[str]]]:
    """Names that are used by themselves, and names of which an attribute is used, with the attributes."""
    attributes: dict[str, set[str]] = {}
    owners: set[int] = set()
    for item in ast.walk(node):
        if isinstance(item, ast.Attribute) and isinstance(item.value, ast.Name):
            attributes.setdefault(item.value.id, set()).add(item.attr)
            owners.add(id(item.value))
    bare = {item.id for item in ast.walk(node) if isinstance(item, ast.Name) and id(item) not in owners}
    return bare, attributes


def _resolve(module: Module, item: ast.ImportFrom) -> tuple[str, ...]:
    """The parts of the module that a relative import names."""
    package = module.parts if module.is_package else module.parts[:-1]
    base = package[: len(package) - item.level + 1]
    return (*base, *(item.module.split(".") if item.module else ()))
