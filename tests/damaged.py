"""Damaged submissions, each with what must become of it: the points its answer deserves, or one sentence.

Small ones lie as they are under `submissions/damaged`; giant and odd ones are made here.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from autograder.isolation import ROOT
from autograder.limits import LIMITS

FOLDER = Path(__file__).parent / "submissions" / "damaged"

IMPORTS = "import numpy as np\n\nfrom ecgkit import ABNORMAL_SYMBOLS, NORMAL_SYMBOL, fill\n"
ANSWER = (
    "@fill\n"
    "def label_beats(symbols):\n"
    "    return np.array([0 if s == NORMAL_SYMBOL else 1 if s in ABNORMAL_SYMBOLS else -1 for s in symbols], dtype=int)\n"
)
WRONG = ANSWER.replace("else -1", "else 7")
BLANK = '@fill\ndef label_beats(symbols):\n    """The label of each symbol."""\n    # YOUR CODE HERE\n    raise NotImplementedError()\n'
OTHER = "@fill\ndef class_weights(y):\n    return {0: 1.0, 1: 1.0}\n"
BY_CODES = ANSWER.replace("0 if s == NORMAL_SYMBOL", "CODES[s] if s in CODES")


@dataclass(frozen=True)
class Damaged:
    """One damaged submission.

    Attributes:
        name: what happened to it.
        make: writes it into a folder, returns its path.
        full: whether its answer counts in full; else it scores nothing.
        repair: words of the repair that the report must list, "" if nothing needs repair.
        says: words of the message for its first failed check, where it scores nothing.
        refused: words of the one sentence with which it is refused, "" if it is graded.
        deserved: points of its answer, where that is not right in everything.
    """

    name: str
    make: Callable[[Path], Path]
    full: bool = True
    repair: str = ""
    says: str = ""
    refused: str = ""
    deserved: float = 0


def cell(source: str | list | int, kind: str = "code", **extra: object) -> dict:
    """One cell as Jupyter writes it."""
    return {"cell_type": kind, "metadata": {}, "source": source, "outputs": [], "execution_count": None, **extra}


def notebook(*cells: dict, **extra: object) -> str:
    """A notebook of these cells."""
    return json.dumps({"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **extra}, indent=1)


def written(name: str, content: str | bytes) -> Callable[[Path], Path]:
    """Writes one file."""

    def make(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return make


def as_it_is(name: str) -> Callable[[Path], Path]:
    """One of the small files."""
    return lambda folder: FOLDER / name


def _code(*sources: str) -> str:
    return notebook(*map(cell, sources))


def _folder_of(notebooks: dict[str, str]) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        place = folder / "handed_in"
        place.mkdir()
        for name, content in notebooks.items():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_text(content)
        return place

    return make


def _handout_with_answer(folder: Path) -> Path:
    """As students have it: the course's own code beside the notebooks."""
    place = folder / "handed_in"
    for package in ("ecgkit", "autograder"):
        shutil.copytree(ROOT / package, place / package, ignore=shutil.ignore_patterns("__pycache__"))
    (place / "assignments").mkdir()
    (place / "assignments" / "preparation.ipynb").write_text(_code(IMPORTS, ANSWER))
    return place


def _giant_outputs() -> str:
    picture = {"output_type": "display_data", "data": {"image/png": "A" * 30_000_000}, "metadata": {}}
    return notebook(cell(IMPORTS), cell(ANSWER, outputs=[picture]))


def _deep_json() -> str:
    return '{"cells": ' + "[" * 100_000 + "]" * 100_000 + "}"


def _linked(folder: Path) -> Path:
    (folder / "handed_in").mkdir()
    (folder / "secret.ipynb").write_text(_code(IMPORTS, ANSWER))
    (folder / "handed_in" / "link.ipynb").symlink_to(folder / "secret.ipynb")
    (folder / "handed_in" / "more").symlink_to(folder)
    return folder / "handed_in"


def _odd_neighbours(folder: Path) -> Path:
    """A pipe, a folder called like a notebook, links in a circle, folders in folders, and one notebook."""
    place = folder / "handed_in"
    (place / "folder.ipynb").mkdir(parents=True)
    os.mkfifo(place / "pipe.ipynb")
    (place / "circle").symlink_to(place)
    (place / "null.ipynb").symlink_to("/dev/zero")
    deep = place
    for _ in range(60):
        deep /= "deep"
    deep.mkdir(parents=True)
    (deep / "too_deep.ipynb").write_text(_code(IMPORTS, WRONG))
    (place / "answer.ipynb").write_text(_code(IMPORTS, ANSWER))
    return place


def _pipe(folder: Path) -> Path:
    os.mkfifo(folder / "pipe.ipynb")
    return folder / "pipe.ipynb"


def _folder_called_like_a_notebook(folder: Path) -> Path:
    (folder / "x.ipynb").mkdir()
    return folder / "x.ipynb"


def _helper_in_another_task(folder: Path) -> Path:
    """A helper of the stub's name without `@fill`, in a notebook that is read after the answer's, and in a long one."""
    place = folder / "handed_in"
    place.mkdir()
    (place / "task2.ipynb").write_text(_code(IMPORTS, ANSWER))
    helper = WRONG.removeprefix("@fill\n")
    other = "@fill\ndef class_weights(y):\n    label_beats('N')\n    return {0: 1.0, 1: 1.0}\n"
    (place / "task4.ipynb").write_text(_code(IMPORTS, helper, other))
    (place / "task9.ipynb").write_text(_code(IMPORTS, helper, "# " + "x" * 2 * LIMITS.small_source))
    return place


def _many_files(folder: Path) -> Path:
    (folder / "many").mkdir()
    for number in range(300):
        (folder / "many" / f"{number}.py").write_text("x = 1")
    return folder / "many"


def _backwards_chain(count: int = 9000) -> str:
    """Each statement needs the one after it: a loop over all statements for each would take a minute."""
    return "\n".join(f"x{number} = [x{number + 1}]" for number in range(count)) + f"\nx{count} = 0\n"


FILES = [
    Damaged("truncated", as_it_is("truncated.ipynb"), refused="its JSON is damaged or cut off"),
    Damaged("empty file", as_it_is("empty.ipynb"), refused="is empty"),
    Damaged("no cells", as_it_is("no_cells.ipynb"), refused="no cells"),
    Damaged("an empty list of cells", as_it_is("empty_cells.ipynb"), full=False, says="not found in any code cell"),
    Damaged("JSON of another kind", as_it_is("other_json.ipynb"), refused="no cells"),
    Damaged("nbformat 3", as_it_is("nbformat3.ipynb")),
    Damaged("nbformat 4.0 without ids", as_it_is("nbformat40.ipynb")),
    Damaged("Colab metadata", as_it_is("colab.ipynb")),
    Damaged("VS Code metadata", as_it_is("vscode.ipynb")),
    Damaged("metadata stripped", as_it_is("stripped.ipynb")),
    Damaged("NaN in the metadata", as_it_is("nan.ipynb")),
    Damaged("duplicate ids", as_it_is("duplicate_ids.ipynb")),
    Damaged(
        "merge conflict in a cell",
        as_it_is("conflict_in_cell.ipynb"),
        full=False,
        repair="not valid Python",
        says="is not valid Python",
    ),
    Damaged("merge conflict in the JSON", as_it_is("conflict_in_json.ipynb"), refused="its JSON is damaged"),
    Damaged("magics, shell lines, cells in other languages", as_it_is("magics.ipynb"), repair="magics and shell lines"),
    Damaged("curly quotes and non-breaking spaces", as_it_is("word_processor.ipynb"), repair="curly quotes"),
    Damaged(
        "tabs and spaces", as_it_is("tabs.ipynb"), full=False, repair="not valid Python", says="is not valid Python"
    ),
    Damaged("percent script", as_it_is("percent.py")),
    Damaged("jupytext light script", as_it_is("light.py")),
    Damaged("a notebook called .py", as_it_is("notebook.py"), repair="read as a notebook"),
]

ONE = notebook(cell(IMPORTS), cell(ANSWER))
CRLF = notebook(cell(IMPORTS.replace("\n", "\r\n")), cell(ANSWER.replace("\n", "\r\n")))

MADE = [
    Damaged("renamed to .ipynb.txt", written("task2.ipynb.txt", ONE), repair="read as a notebook"),
    Damaged("a name with escape sequences", written("\x1b[2J[red]x.ipynb", ONE)),
    Damaged("Windows line ends", written("n.ipynb", CRLF.replace("\n", "\r\n"))),
    Damaged(
        "old Mac line ends", written("n.ipynb", CRLF.replace("\r\n", "\r").replace("\\r\\n", "\\r").replace("\n", "\r"))
    ),
    Damaged("byte order mark", written("n.ipynb", b"\xef\xbb\xbf" + ONE.encode())),
    Damaged("UTF-16", written("n.ipynb", ONE.encode("utf-16")), repair="UTF-16"),
    Damaged(
        "latin-1",
        written(
            "n.ipynb",
            json.dumps({"cells": [cell(IMPORTS + "# Schläge"), cell(ANSWER)]}, ensure_ascii=False).encode("latin-1"),
        ),
        repair="CP1252",
    ),
    Damaged(
        "NUL bytes",
        written("n.ipynb", ONE.replace("numpy as np", "numpy as np\\u0000").encode() + bytes(9)),
        repair="NUL",
    ),
    Damaged("control characters in strings", written("n.ipynb", ONE.replace("\\n", "\n"))),
    Damaged(
        "cells reordered",
        written(
            "n.ipynb",
            _code(IMPORTS, "WORDS = MORE", ANSWER.replace("NORMAL_SYMBOL else 1", "LETTER else 1"), "LETTER = 'N'"),
        ),
    ),
    Damaged("cells duplicated", written("n.ipynb", _code(IMPORTS, ANSWER, IMPORTS, ANSWER)), repair="more than once"),
    Damaged(
        "the cell that was handed out stands below the answer",
        written("n.ipynb", _code(IMPORTS, ANSWER, BLANK)),
        repair="without a body",
    ),
    Damaged(
        "the answer was written without @fill, above the cell for it",
        written("n.ipynb", _code(IMPORTS, ANSWER.removeprefix("@fill\n"), BLANK)),
        repair="without a body",
    ),
    Damaged(
        "a notebook called .json in a folder",
        _folder_of({"task2.json": ONE, "notes": "words"}),
        repair="read as a notebook",
    ),
    Damaged("a second download, without its suffix", _folder_of({"task2.ipynb (1)": ONE}), repair="read as a notebook"),
    Damaged(
        "a script of helpers beside the notebook that imports it",
        _folder_of(
            {
                "n.ipynb": _code(
                    IMPORTS + "\nfrom my_helpers import label",
                    "@fill\ndef label_beats(symbols):\n    return label(symbols)\n",
                ),
                "my_helpers.py": IMPORTS + "\n" + ANSWER.replace("@fill\n", "").replace("label_beats", "label"),
                "__init__.py": "",
                "__main__.py": "1 +",
            }
        ),
        repair="__init__.py is empty",
    ),
    Damaged(
        "a copy with the answer beside the notebook that was handed out",
        _folder_of({"n-Copy1.ipynb": _code(IMPORTS, ANSWER), "n.ipynb": _code(IMPORTS, BLANK)}),
        repair="without a body",
    ),
    Damaged(
        "the same, and the other one is too long to be read here",
        _folder_of({"a.ipynb": _code(IMPORTS, ANSWER), "n.ipynb": _code(IMPORTS, "#" * 400_000, BLANK)}),
        repair="without a body",
    ),
    Damaged(
        "an old copy beside the notebook",
        _folder_of({"a.ipynb": _code(IMPORTS, WRONG), "n.ipynb": _code(IMPORTS, ANSWER)}),
        repair="that of n.ipynb counts",
    ),
    Damaged(
        "an empty file beside the notebook",
        _folder_of({"Untitled.ipynb": "", "n.ipynb": _code(IMPORTS, ANSWER)}),
        repair="Untitled.ipynb is empty",
    ),
    Damaged(
        "a damaged copy beside the notebook",
        _folder_of({"n.ipynb": _code(IMPORTS, ANSWER), "n2.ipynb": _code(IMPORTS, ANSWER)[:-40]}),
        repair="n2.ipynb is not a notebook: its JSON is damaged",
    ),
    Damaged(
        "a damaged notebook beside one for another task",
        _folder_of({"n.ipynb": _code(IMPORTS, ANSWER)[:-40], "o.ipynb": _code(IMPORTS, OTHER)}),
        full=False,
        repair="n.ipynb is not a notebook",
        says="n.ipynb is not a notebook: its JSON is damaged",
    ),
    Damaged(
        "a damaged notebook beside the one that was handed out",
        _folder_of({"n.ipynb": _code(IMPORTS, ANSWER)[:-40], "o.ipynb": _code(IMPORTS, BLANK)}),
        refused="n.ipynb is not a notebook: its JSON is damaged",
    ),
    Damaged(
        "an environment beside the notebook",
        _folder_of({f"venv/lib/m{number}.py": "x = 1" for number in range(60)} | {"n.ipynb": _code(IMPORTS, ANSWER)}),
    ),
    Damaged("the whole folder that was handed out", _handout_with_answer),
    Damaged(
        "NUL in the code, as Python writes it",
        written(
            "n.ipynb",
            _code(IMPORTS, ANSWER.replace("for s in symbols", "for s in [t.rstrip('\\u0000') for t in symbols]")),
        ),
    ),
    Damaged(
        "NUL in a script, as Python writes it",
        written("n.py", IMPORTS + ANSWER.replace("for s in symbols", "for s in symbols if s != '\\u0000'")),
    ),
    Damaged("all other cells deleted", written("n.ipynb", _code(ANSWER)), full=False, says="NameError"),
    Damaged(
        "several fills, the last is right", written("n.ipynb", _code(IMPORTS, WRONG, ANSWER)), repair="more than once"
    ),
    Damaged(
        "several fills, the last is wrong",
        written("n.ipynb", _code(IMPORTS, ANSWER, WRONG)),
        full=False,
        repair="more than once",
        deserved=0.5,
    ),
    Damaged(
        "helper functions in other cells",
        written(
            "n.ipynb",
            _code(
                IMPORTS,
                "def label(s):\n    return TABLE.get(s, -1)",
                "TABLE = {s: 1 for s in ABNORMAL_SYMBOLS}\nTABLE['N'] = 0",
                "@fill\ndef label_beats(symbols):\n    return np.array([label(s) for s in symbols], dtype=int)",
            ),
        ),
    ),
    Damaged(
        "source as a list", written("n.ipynb", notebook(cell(IMPORTS.splitlines(True)), cell(ANSWER.splitlines(True))))
    ),
    Damaged(
        "source of odd kinds",
        written(
            "n.ipynb",
            notebook(cell(3), cell(None), cell([1, None, "x = 1"]), cell({"a": 1}), cell(IMPORTS), cell(ANSWER)),
        ),
    ),
    Damaged(
        "markdown turned into code",
        written("n.ipynb", _code("# Task 2\nWrite *your* function: it returns $y$", IMPORTS, ANSWER)),
        repair="not valid Python",
    ),
    Damaged(
        "code turned into raw",
        written("n.ipynb", notebook(cell(IMPORTS), cell(ANSWER, "raw"))),
        full=False,
        says="stands in cell 2, which is no code cell",
    ),
    Damaged(
        "a half-finished line below the answer",
        written("n.ipynb", _code(IMPORTS, ANSWER + "\nprint(1, \n")),
        repair="not valid",
    ),
    Damaged(
        "a half-finished line among the imports",
        written("n.ipynb", _code(IMPORTS + "\nfrom ecgkit import\n", ANSWER)),
        repair="not valid",
    ),
    Damaged(
        "a script without marks, with a half-finished function",
        written("n.py", IMPORTS + "\n\n" + ANSWER + "\n\ndef more(x):\n    return (\n"),
        repair="not valid",
    ),
    Damaged(
        "a script with Spyder's marks", written("n.py", "#%% [markdown]\nWords.\n#%%\n" + IMPORTS + "\n#%%\n" + ANSWER)
    ),
    Damaged(
        "a script of nbconvert",
        written("n.py", "# coding: utf-8\n\n# In[1]:\n" + IMPORTS + "\n# In[ ]:\n1 +\n# In[2]:\n" + ANSWER),
        repair="not valid",
    ),
    Damaged(
        "nbformat 3 with two worksheets",
        written(
            "n.ipynb",
            json.dumps(
                {
                    "nbformat": 3,
                    "worksheets": [
                        {"cells": [{"cell_type": "code", "input": IMPORTS}]},
                        {"cells": [{"cell_type": "code", "input": ANSWER}]},
                    ],
                }
            ),
        ),
    ),
    Damaged("half a character", written("n.ipynb", _code(IMPORTS + "# \ud83d", ANSWER)), repair="halves of characters"),
    Damaged(
        "dashes, low quotes and Ctrl-Z",
        written("n.ipynb", _code(IMPORTS, ANSWER + "\nx = 3 \u2013 \u201e1\u201c.count(\u00ab1\u00bb)\x1a")),
        repair="curly quotes, or dashes",
    ),
    Damaged(
        "a line of the answer lost its indentation",
        written("n.ipynb", _code(IMPORTS, "@fill\ndef label_beats(symbols):\n    a = 1\nb = = 2\n    return a\n")),
        full=False,
        repair="not valid",
        says="is not valid Python",
    ),
    Damaged(
        "syntax error in another cell",
        written("n.ipynb", _code(IMPORTS, "for x in", ANSWER)),
        repair="not valid Python",
    ),
    Damaged(
        "syntax error in the answer",
        written("n.ipynb", _code(IMPORTS, ANSWER.replace(":\n", "\n", 1))),
        full=False,
        repair="not valid Python",
        says="is not valid Python",
    ),
    Damaged(
        "a statement kept in doubt that fails",
        written(
            "n.ipynb", _code(IMPORTS + "CODES = {'N': 0}\nimport pandas\ntable = pandas.read_csv(CODES)\n" + BY_CODES)
        ),
    ),
    Damaged(
        "a statement kept in doubt that ends the process",
        written(
            "n.ipynb",
            _code(IMPORTS + "CODES = {'N': 0}\nimport os\nos._exit(len([CODES.pop])) or CODES.pop('N')\n" + BY_CODES),
        ),
    ),
    Damaged("an error in a cell that nothing needs", written("n.ipynb", _code("1 / 0", IMPORTS, ANSWER))),
    Damaged(
        "an error in a needed cell",
        written("n.ipynb", _code(IMPORTS, "LETTER = {}['N']\n" + ANSWER.replace("NORMAL_SYMBOL else", "LETTER else"))),
        full=False,
        says="KeyError",
    ),
    Damaged("%%time above the answer", written("n.ipynb", _code(IMPORTS, "%%time\n" + ANSWER)), repair="magics"),
    Damaged(
        "%%writefile above the answer",
        written("n.ipynb", _code(IMPORTS, "%%writefile x.py\n" + ANSWER)),
        full=False,
        repair="magics",
        says="not found",
    ),
    Damaged(
        "what IPython assigns and runs",
        written(
            "n.ipynb",
            _code(
                "!pip install \\\n    wfdb\n%time import numpy as np\nfiles = !ls",
                "    from ecgkit import (\n        ABNORMAL_SYMBOLS, NORMAL_SYMBOL, fill)\n    home = %pwd\n    ?fill",
                "%%capture out\n%%time\n%time ABNORMAL = [*ABNORMAL_SYMBOLS, *files]",
                "In [3]: NORMAL = NORMAL_SYMBOL\n   ...: if True:\n   ...:     OTHER = -1\n\nOut[3]: -1",
                ">>> def code(s):\n...     return 0 if s == NORMAL else 1 if s in ABNORMAL else OTHER\n...\n>>> code('N')\n0 !",
                "get_ipython().run_line_magic('matplotlib', 'inline')\n@fill\ndef label_beats(symbols):\n"
                "    assert isinstance(home, str) and get_ipython().system('ls') is None\n"
                "    return np.array([code(s) for s in symbols], dtype=int)",
            ),
        ),
        repair="magics",
    ),
    Damaged(
        "a magic in a docstring and one in the code",
        written(
            "n.ipynb",
            _code(
                IMPORTS,
                "%pylab inline\n"
                + ANSWER.replace("    return", '    """Text.\n\n    %not a magic\n    """\n    return'),
            ),
        ),
        repair="magics",
    ),
    Damaged(
        "fill under another name",
        written("n.ipynb", _code(IMPORTS + "from ecgkit import fill as answer", ANSWER.replace("@fill", "@answer"))),
    ),
    Damaged(
        "ecgkit.fill", written("n.ipynb", _code(IMPORTS + "import ecgkit", ANSWER.replace("@fill", "@ecgkit.fill")))
    ),
    Damaged("from ecgkit import *", written("n.ipynb", _code("import numpy as np\nfrom ecgkit import *", ANSWER))),
    Damaged(
        "without @fill", written("n.ipynb", _code(IMPORTS, ANSWER.replace("@fill\n", ""))), repair="lacks its `@fill`"
    ),
    Damaged(
        "stacked decorators",
        written(
            "n.ipynb",
            _code(
                IMPORTS + "import functools",
                ANSWER.replace("@fill", "@fill\n@functools.lru_cache(None)").replace("symbols)", "symbols)", 1),
            ),
        ),
        full=False,
        says="TypeError",
    ),
    Damaged(
        "a decorator that does no harm",
        written(
            "n.ipynb",
            _code(IMPORTS + "def same(function):\n    return function", ANSWER.replace("@fill", "@fill\n@same")),
        ),
    ),
    Damaged(
        "async def",
        written("n.ipynb", _code(IMPORTS, ANSWER.replace("def ", "async def "))),
        full=False,
        says="coroutine",
    ),
    Damaged(
        "wrapped in a class",
        written(
            "n.ipynb", _code(IMPORTS, "class Answer:\n" + "".join("    " + line for line in ANSWER.splitlines(True)))
        ),
    ),
    Damaged(
        "another signature",
        written("n.ipynb", _code(IMPORTS, ANSWER.replace("(symbols)", "(marks)"))),
        full=False,
        says="must have the signature",
    ),
    Damaged("outputs of 30 MB", written("n.ipynb", _giant_outputs())),
    Damaged("a file of 60 MB", written("n.ipynb", b"x" * 60 * 2**20), refused="at most 50 MB"),
    Damaged(
        "a million cells",
        written("n.ipynb", '{"cells": [' + '{"cell_type": "code"},' * 10**6 + "{}]}"),
        refused="code cells",
    ),
    Damaged(
        "three million lists", written("n.ipynb", '{"cells": [' + "[]," * 3 * 10**6 + "[]]}"), refused="more lists than"
    ),
    Damaged("JSON nested 100,000 deep", written("n.ipynb", _deep_json()), refused="JSON is damaged"),
    Damaged(
        "100,000 parentheses",
        written("n.ipynb", _code(IMPORTS, "x = " + "(" * 100_000, ANSWER)),
        repair="not valid Python",
    ),
    Damaged(
        "100,000 signs",
        written("n.ipynb", _code(IMPORTS, "x = " + "-" * 100_000 + "1", ANSWER)),
        repair="not valid Python",
    ),
    Damaged(
        "a name of 1,500 parts",
        written("n.ipynb", _code(IMPORTS, ANSWER, f"@fill\ndef class_weights(y):\n    raise y{'.b' * 1500}")),
    ),
    Damaged(
        "constants too large to fold",
        written("n.ipynb", _code(IMPORTS, 'x = "x" * 10**10\ny = 9**9**9\nz = 1 << 10**12', ANSWER)),
    ),
    Damaged(
        "an f-string that keeps the parser busy",
        written("n.ipynb", _code(IMPORTS, "f'" + "{1}" * 300_000 + "'", ANSWER)),
        refused="too long or too deeply nested",
    ),
    Damaged("one line of 1 MB", written("n.ipynb", _code(IMPORTS, "x = '" + "x" * 10**6 + "'", ANSWER))),
    Damaged(
        "3 MB of Python", written("n.ipynb", _code(IMPORTS, "# " + "x" * 3 * 2**20, ANSWER)), refused="MB of Python"
    ),
    Damaged("thousands of statements in a line", written("n.ipynb", _code(IMPORTS, "x = 1;" * 15_000, ANSWER))),
    Damaged(
        "a chain of names backwards",
        written("n.ipynb", _code(IMPORTS, _backwards_chain(), ANSWER.replace("return", "0 and x0\n    return"))),
    ),
    Damaged("100,000 magics", written("n.ipynb", _code(IMPORTS, "%ls\n" * 100_000, ANSWER)), repair="magics"),
    Damaged("links out of the folder", _linked, refused="holds no notebook"),
    Damaged("a folder with odd neighbours", _odd_neighbours),
    Damaged("a pipe", _pipe, refused="is not a file"),
    Damaged("a folder called like a notebook", _folder_called_like_a_notebook, refused="holds no notebook"),
    Damaged("a helper of a stub's name in another notebook", _helper_in_another_task, repair="passed over"),
    Damaged("300 files", _many_files, refused="at most 50"),
]
CASES = FILES + MADE
