"""The cells of one notebook, run as Jupyter runs them: in a `__main__` of their own, with what IPython adds to Python."""

from __future__ import annotations
import __future__

import ast
import asyncio
import copy
import inspect
import linecache
import os
import sys
import types
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

#: Of `from __future__ import annotations` and the like, which hold for the cells below too.
_FUTURE = 0
for _name in __future__.all_feature_names:
    _FUTURE |= getattr(__future__, _name).compiler_flag


class Notebook:
    """Where the cells of one file run.

    Attributes:
        module: `__main__`, as they know it: pickle, dataclasses and typing look names up there.
    """

    def __init__(self) -> None:
        self.module = types.ModuleType("__main__")
        self.module.__dict__.update(__builtins__=__builtins__, display=_display, get_ipython=Shell)
        self._future = 0
        self._lines: dict[str, list[str]] = {}

    def run(self, text: str, label: str, missing: list[ImportError]) -> None:
        """Run a cell, or a part of it whose lines stand at their numbers.

        Args:
            text: Python.
            label: what messages call it.
            missing: gets the imports that fail: they cost only the functions that use their names.
        """
        self.enter()
        self._remember(text, label)
        # Whole, for its syntax and for what it imports from the future, which holds from its first line on.
        self._future |= self._compiled(text, label).co_flags & _FUTURE
        for nodes in _steps(ast.parse(text, label).body):
            code = self._compiled(ast.Module(nodes, []), label)
            try:
                result = eval(code, self.module.__dict__)
                if code.co_flags & inspect.CO_COROUTINE:
                    asyncio.run(result)
            except ImportError as error:
                if not _is_import(nodes[0]):
                    raise
                missing.append(error)

    def _compiled(self, source: str | ast.Module, label: str) -> types.CodeType:
        """Without what this module imports from the future."""
        return compile(source, label, "exec", self._future | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)

    def _remember(self, text: str, label: str) -> None:
        """The lines of a cell, so that a fault can be shown with its own."""
        lines = text.splitlines(keepends=True)
        for number, line in enumerate(self._lines.get(label, ())):
            if number < len(lines) and not lines[number].strip():
                lines[number] = line
        self._lines[label] = lines
        linecache.cache[label] = (len(text), None, lines, label)

    def enter(self) -> None:
        """Be `__main__` from now on."""
        sys.modules["__main__"] = self.module

    def owns(self, function: Callable) -> bool:
        """Whether a function was defined in these cells."""
        return getattr(inspect.unwrap(function), "__globals__", None) is self.module.__dict__


def _steps(body: list[ast.stmt]) -> Iterator[list[ast.stmt]]:
    """Each name of an import by itself, and what stands between imports together."""
    for is_import, nodes in groupby(body, key=_is_import):
        if is_import:
            yield from ([part] for node in nodes for part in _parts(node))
        else:
            yield list(nodes)


def _is_import(node: ast.stmt) -> bool:
    return isinstance(node, ast.Import | ast.ImportFrom) and getattr(node, "module", None) != "__future__"


def _parts(node: Any) -> Iterator[ast.stmt]:
    for alias in node.names:
        part = ast.copy_location(copy.copy(node), alias)
        part.names = [alias]
        yield part


def _display(*objects: Any, **options: Any) -> None:
    """Nobody looks."""


class Shell:
    """IPython's shell, without one: a magic does nothing, a command of the system says nothing."""

    def getoutput(self, command: str, *args: Any, **kwargs: Any) -> list[str]:
        """As of `x = !ls`."""
        return []

    def run_line_magic(self, name: str, line: str = "", *args: Any, **kwargs: Any) -> Any:
        """As of `x = %pwd`."""
        if name == "env":
            return os.environ.get(line.strip(), "") if line.strip() else dict(os.environ)
        return os.getcwd() if name in ("pwd", "cd") else None

    def __getattr__(self, name: str) -> Callable[..., None]:
        if name.startswith("_"):
            raise AttributeError(name)
        return _display
