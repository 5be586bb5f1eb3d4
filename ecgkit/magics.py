"""Python from what IPython runs: magics, shell lines, prompts and indented cells, each line staying where it is.

Not by IPython's own TransformerManager, which tests compare with this: it takes a second for each hundred magics of a
cell, gives up at 500, and joins continued lines, so that messages would name the wrong ones.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable

#: A line that may begin a magic: `%magic`, `!shell`, `?help`, `help?`, `/call`, `,call`, `;call`, `x = !ls`, `x = %pwd`,
#: `pip install`.
#: Each part is linear in the line.
_MAGIC = re.compile(
    r"[ \t]*(?:[%!?/,;]|[\w.*%]+\?{1,2}[ \t]*$|[A-Za-z_][\w.,\[\] \t*]*=[ \t]*(?:!|%[A-Za-z])|(?:pip3?|conda|mamba)[ \t]+\w)"
)
_ASSIGNED = re.compile(r"([ \t]*[A-Za-z_][\w.,\[\] \t*]*=)[ \t]*(?:(!)|%(\w+)[ \t]*)(.*)")
#: Line magics that run Python in the notebook: what they assign stays.
_RUNS_PYTHON = re.compile(r"([ \t]*)%(?:time|prun)[ \t]+(?:-[rq][ \t]+|-[lsTD][ \t]+\S+[ \t]+)*(\S.*)")
#: Cell and line magics that leave a file or a folder for the answers.
_WRITTEN = re.compile(r"%%(?:writefile|file)[ \t]+(-a[ \t]+|--append[ \t]+)?([\w./-]+\.py)[ \t]*")
#: A line magic that runs a script in the notebook's own names.
_RUN = re.compile(r"([ \t]*)%run[ \t]+(?:-i[ \t]+)?([\w./-]+\.py)[ \t]*")
_FOLDER = re.compile(r"([ \t]*)[!%]mkdir[ \t]+(?:-p[ \t]+)?([\w./-]+)[ \t]*")
_CELL_MAGIC = re.compile(r"%%(!|\w*)")
#: Cell magics whose text is Python of the notebook, even where it does not parse.
_PYTHON_CELLS = frozenset({"time", "timeit", "capture", "prun", "python", "python3", "pypy"})
#: Cell magics whose text is run elsewhere or not at all, even where it parses.
_OTHER_CELLS = frozenset({
    "!", "bash", "sh", "cmd", "system", "sx", "script", "perl", "ruby", "html", "HTML", "javascript", "js", "latex",
    "markdown", "svg", "SVG", "writefile", "file", "python2", "sql", "R",
})  # fmt: skip
#: This one may be Python: an annotation.
_COUNTED_PROMPT = re.compile(r"[ \t]*In \[\d*\]:")
_FIRST_PROMPT = re.compile(r"^[ \t]*(?:>>>(?: |$)|In \[\d*\]:)", re.MULTILINE)
_PROMPT = re.compile(r"[ \t]*(?:>>>(?: |$)|\.\.\.(?: |$)|In \[\d*\]:(?: |$)|\.\.\.+:(?: |$))")
_OPENERS = re.compile(r'\\.|"""|\'\'\'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|#.*|[()\[\]{}]')


def is_python(text: str) -> bool:
    """Whether a text parses; nothing of it is run."""
    try:
        ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def without_magics(text: str) -> tuple[str, str]:
    """The Python of a cell, each line at its number.

    Magics and shell lines become blank, but what `%time` or a cell magic runs stays; `x = !ls` asks IPython's
    shell (in the worker a stand-in, which answers with nothing).

    Returns:
        the Python text, and a few words on what was left out ("" if nothing).
    """
    lines = text.split("\n")
    head = _head(lines)
    may_differ = head[:1] in (" ", "\t") or _FIRST_PROMPT.search(text) or any(map(_MAGIC.match, lines))
    # As Python first: `x = (7` and then `% 2)` is no magic.
    if not may_differ or (is_python(text) and not _COUNTED_PROMPT.match(head)):
        return text, ""
    removed: dict[str, None] = {}
    for words, step in _STEPS:
        changed = step(lines)
        if changed is None:
            return "", f"a cell in another language ({head.split()[0][:40]})"
        if changed != lines:
            lines = changed
            removed[words] = None
    return "\n".join(lines), " and ".join(removed)


def _head(lines: list[str]) -> str:
    """The first line of a cell that is not blank and no comment."""
    return next((line for line in lines if line.strip() and not line.lstrip().startswith("#")), "")


def _dedented(lines: list[str]) -> list[str]:
    """A cell that is indented as a whole, as IPython reads it."""
    head = _head(lines)
    indent = head[: len(head) - len(head.lstrip())]
    return [line.removeprefix(indent) for line in lines]


def _without_prompts(lines: list[str]) -> list[str]:
    """Code that was copied with its prompts, and perhaps with what it printed."""
    if not _FIRST_PROMPT.search("\n".join(lines)) or (_parses(lines) and not _COUNTED_PROMPT.match(_head(lines))):
        return lines
    bare = [_PROMPT.sub("", line, count=1) if _PROMPT.match(line) else line for line in lines]
    if _parses(bare) or not _PROMPT.match(_head(lines)):
        return bare
    return [after if after != before else "" for before, after in zip(lines, bare, strict=True)]


def _parses(lines: list[str]) -> bool:
    return is_python("\n".join(_without_line_magics(lines)))


def _without_cell_magics(lines: list[str]) -> list[str] | None:
    """The text under `%%time` and its like; None where it is of another language."""
    changed, names = list(lines), []
    for number, line in enumerate(lines):
        if written := _WRITTEN.fullmatch(line):
            after = lines[number + 1 :]
            return [
                *lines[:number],
                writes(written[2], "\n".join(after) + "\n", "a" if written[1] else "w"),
                *("" for _ in after),
            ]
        magic = _CELL_MAGIC.match(line)
        if magic:
            names.append(magic[1])
            changed[number] = ""
        elif line.strip() and not line.startswith("#"):
            break
    if not names or _PYTHON_CELLS.issuperset(names):
        return changed
    return None if not _OTHER_CELLS.isdisjoint(names) or not _parses(changed) else changed


def writes(name: str, text: str, mode: str = "w") -> str:
    """Python that writes a file to where the answers run, and lets them import it."""
    return f"open({name!r}, {mode!r}, encoding='utf-8').write({text!r}) and __import__('sys').path.append('')"


def _without_line_magics(lines: list[str]) -> list[str]:
    """Only where a statement may begin: inside brackets and texts, `%` and `!` are what they are in Python."""
    changed: list[str] = []
    depth, quote, is_continued, is_swallowed = 0, "", False, False
    for line in lines:
        python = line
        if is_swallowed:
            # `!pip install \` goes on.
            python = ""
        elif not (depth or quote or is_continued) and _MAGIC.match(line):
            python, is_swallowed = _python_of(line)
        changed.append(python)
        is_swallowed = is_swallowed and line.endswith("\\")
        depth, quote = _open_after(python, depth, quote)
        is_continued = python.endswith("\\") and not is_swallowed
    return changed


def _python_of(line: str) -> tuple[str, bool]:
    """What stands for a magic or shell line, and whether lines that continue it belong to the magic."""
    runs = _RUNS_PYTHON.fullmatch(line)
    if runs:
        return runs[1] + runs[2], False
    assigned = _ASSIGNED.fullmatch(line)
    if assigned:
        target, is_shell, name, rest = assigned.groups()
        if name == "time":
            return f"{target} {rest}", False
        command = rest.rstrip("\\")
        call = f"getoutput({command!r})" if is_shell else f"run_line_magic({name!r}, {command!r})"
        return f"{target} get_ipython().{call}", True
    if folder := _FOLDER.fullmatch(line):
        return f"{folder[1]}__import__('os').makedirs({folder[2]!r}, exist_ok=True)", False
    if script := _RUN.fullmatch(line):
        return f"{script[1]}exec(open({script[2]!r}, encoding='utf-8').read())", False
    indent = line[: len(line) - len(line.lstrip())]
    return indent + ("pass" if indent else ""), True


def _open_after(line: str, depth: int, quote: str) -> tuple[int, str]:
    """Brackets and the triple quote that are open at the end of a line."""
    place = 0
    while True:
        if quote:
            end = line.find(quote, place)
            if end < 0:
                return depth, quote
            place, quote = end + 3, ""
        found = _OPENERS.search(line, place)
        if found is None or found[0].startswith("#"):
            return depth, quote
        place, token = found.end(), found[0]
        quote = token if token in ('"""', "'''") else ""
        depth = max(0, depth + (token in "([{") - (token in ")]}"))


#: In this order, with words for the report.
_STEPS: list[tuple[str, Callable[[list[str]], list[str] | None]]] = [
    ("the indentation of the whole cell", _dedented),
    ("prompts", _without_prompts),
    ("magics and shell lines", _without_cell_magics),
    ("magics and shell lines", _without_line_magics),
]
