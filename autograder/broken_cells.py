"""What of a cell can still be run if some of it is not valid Python.

Python refuses a cell as a whole. A function that is done does not deserve that for a half-finished line below it, and in a
script without marks all answers stand in one cell. So the cell is read piece by piece: what begins at the start of a line, with
what is indented below it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ecgkit.scoping import FUNCTIONS, own_nodes

#: What continues the piece above it: closing brackets, comments, the other parts of a compound statement, and the marks of a
#: merge, which may stand anywhere in a function.
_CONTINUES = re.compile(r"[\s#)\]}]|(else|elif|except|finally)\b|<{7}|={7}|>{7}")
#: A line that opens a block.
_OPENS = re.compile(r".*:\s*(#.*)?")
#: A line that ends a function, wherever it stands now, and one that begins one or a class.
_RETURNS, _DEFINES = re.compile(r"[ \t]*return\b"), re.compile(r"@|(async +def|def|class)\b")
#: Errors that say that what is needed may stand in the pieces below.
_UNFINISHED = ("was never closed", "unterminated triple-quoted", "unexpected EOF")
#: Times that the text is read, and characters, all tries together: each reads all pieces that it joins.
_MOST_READ, _MOST_CHARACTERS = 50, 10**7


@dataclass(frozen=True)
class Broken:
    """A piece that is not valid Python.

    Attributes:
        text: its lines.
        line: number of the line of the cell that the parser blames; None if it does not say.
        error: of the parser.
    """

    text: str
    line: int | None
    error: Exception

    @classmethod
    def of(cls, text: str, error: Exception, above: int = 0) -> Broken:
        """A piece with so many lines of the cell above the text in which the parser found the error."""
        line = getattr(error, "lineno", None)
        return cls(text, above + line if line else None, error)


def parse(source: str) -> ast.Module | Exception:
    """What Python's parser makes of a text, or why Python would not run it: the parser itself lets a `return` outside functions pass."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        return error
    for node in own_nodes(tree):
        if isinstance(node, ast.Return):
            line = source.split("\n")[node.lineno - 1]
            return SyntaxError("'return' outside function", ("", node.lineno, node.col_offset + 1, line))
    return tree


def without_broken_pieces(source: str) -> tuple[str, list[Broken]]:
    """The text with the lines of every piece blank that is not valid Python, and these pieces."""
    lines = source.split("\n")
    starts = [*_starts(lines), len(lines)]
    broken: list[Broken] = []
    place, left, above = 0, min(_MOST_READ * len(source), _MOST_CHARACTERS), 0
    endless: int | None = None
    while place < len(starts) - 1:
        first, error = starts[place], None
        for end in range(place + 1, len(starts)):
            text = "\n".join(lines[first : starts[end]])
            left -= len(text)
            found = parse(text)
            if not isinstance(found, Exception):
                above, place = first, end
                endless = first if _lacks_its_return(found) else endless if _can_stand_in_a_function(found) else None
                break
            error = error or found
            if left < 0 or not _is_unfinished(found):
                break
        if isinstance(found, Exception):
            assert error is not None
            place += 1
            last = starts[place]
            begin = above if _cuts_a_function(lines[first:last], error) else first
            if endless is not None and _ends_a_function(lines[first:last]):
                begin = endless
            broken.append(Broken.of("\n".join(lines[begin:last]), error, above=first))
            lines[begin:last] = [""] * (last - begin)
    return "\n".join(lines), broken


def _starts(lines: list[str]) -> Iterator[int]:
    """Places of the lines that begin a piece: a decorator begins that of the function below it."""
    below_decorator = False
    for place, line in enumerate(lines):
        if place == 0:
            yield 0
        elif line and not _CONTINUES.match(line) and not below_decorator:
            yield place
        if line.strip() and not line.startswith("#"):
            below_decorator = line.startswith("@") or (below_decorator and line[:1].isspace())


def _cuts_a_function(lines: list[str], error: Exception) -> bool:
    """Whether the lines below the first one belong to the piece above it: without them that would be another function."""
    if _is_unfinished(error) or _OPENS.fullmatch(lines[0]) or lines[0].startswith("@"):
        return False
    return any(line.strip() and line[0].isspace() for line in lines[1:])


def _ends_a_function(lines: list[str]) -> bool:
    """Whether a `return` stands in a piece that is no function itself."""
    return not _DEFINES.match(lines[0]) and any(map(_RETURNS.match, lines))


def _lacks_its_return(tree: ast.Module) -> bool:
    """Whether a piece is a function whose end may have lost its indentation."""
    return any(
        isinstance(node, FUNCTIONS) and not any(isinstance(each, ast.Return) for each in ast.walk(node))
        for node in tree.body
    )


def _can_stand_in_a_function(tree: ast.Module) -> bool:
    return not any(isinstance(node, (*FUNCTIONS, ast.ClassDef)) for node in tree.body)


def _is_unfinished(error: Exception) -> bool:
    return any(words in str(error) for words in _UNFINISHED)
