"""Plant a word in everything that is secret: hidden checks, oracles and solutions. Nobody but an instructor may ever read it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

CANARY = "CANARY-7c2f19"
_STATEMENT = f'canary = "{CANARY}"  # {CANARY}'


def plant(root: Path) -> int:
    """Plant it in the copy of a course; returns in how many places."""
    count = 0
    for path in sorted((root / "autograder").glob("*.py")):
        if path.name.startswith(("oracles", "unseen_patients", "test_task")):
            count += _plant_in_functions(path)
    for path in sorted((root / "solutions").glob("task*/*.py")):
        count += _plant_in_solutions(path)
    return count


def _plant_in_functions(path: Path) -> int:
    """Into the body of each oracle and hidden check, behind its docstring."""
    lines = path.read_text(encoding="utf-8").split("\n")
    places = sorted(_places(ast.parse("\n".join(lines)), path.name.startswith("test_")), reverse=True)
    for line, column in places:
        lines.insert(line, " " * column + _STATEMENT)
    if not path.name.startswith("test_"):
        lines.append(f"# {CANARY}")
    path.write_text("\n".join(lines), encoding="utf-8")
    return len(places)


def _places(tree: ast.Module, only_hidden: bool) -> Iterator[tuple[int, int]]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not (only_hidden and not _is_hidden_check(node)):
            last = node.body[0] if ast.get_docstring(node) else None
            line = last.end_lineno if last else node.body[0].lineno - 1
            yield line or 0, node.body[0].col_offset


def _is_hidden_check(node: ast.FunctionDef) -> bool:
    decorators = [
        item for item in node.decorator_list if isinstance(item, ast.Call) and ast.unparse(item.func) == "check"
    ]
    return any("visible" not in {keyword.arg for keyword in item.keywords} for item in decorators)


def _plant_in_solutions(path: Path) -> int:
    """Into each solution region, and into the model answer of each question."""
    text = path.read_text(encoding="utf-8")
    text, solutions = re.subn(r"^( *)### BEGIN SOLUTION$", rf"\g<0>\n\1{_STATEMENT}", text, flags=re.MULTILINE)
    text, answers = re.subn(r"^# %% .*question=.*$", rf"\g<0>\n# {CANARY}", text, flags=re.MULTILINE)
    path.write_text(text, encoding="utf-8")
    return solutions + answers


def places_of_canary(folder: Path) -> list[str]:
    """The files of a folder that hold the word, by content or by name."""
    word = CANARY.encode()
    return [
        str(path.relative_to(folder))
        for path in sorted(folder.rglob("*"))
        if path.is_file() and (word in path.read_bytes() or CANARY in path.name)
    ]
