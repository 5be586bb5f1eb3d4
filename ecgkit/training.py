"""Around a training, not the training itself: seeds, a quiet TensorFlow, validation patients, another notebook's fills.

Nothing here compiles, fits or evaluates a network: that is what `train` and `evaluate` of task 5 are for.
"""

from __future__ import annotations

import ast
import importlib
import json
import os
import random
import sys
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .contracts import STUBS, NotFilled, Stub

#: Training records that no network learns from: they stand in for unseen patients while you choose a network. Between
#: them: paced beats (104), left bundle branch block (111), premature ventricular (119) and atrial beats (209), and
#: three almost wholly normal recordings; a third of their beats is abnormal, as in training and in test. Right bundle
#: branch block is missing on purpose: of the training patients only 118 and 124 show it throughout, too few to spare.
VALIDATION_RECORDS = ("104", "111", "115", "119", "122", "123", "209")


def quiet_tensorflow() -> None:
    """Import TensorFlow, if Keras runs on it, without the log lines that it writes to stderr. Call it before `import keras`.

    The lines (no CUDA driver, a log that is not yet initialized) say nothing about your code, but fill a notebook with
    red boxes, and nbgrader gives 0 points to a cell that writes to stderr first. The log level alone does not stop those
    that are written while TensorFlow loads, so file descriptor 2 leads nowhere in the meantime.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    if "tensorflow" in sys.modules or os.environ.get("KERAS_BACKEND", "tensorflow") != "tensorflow":
        return
    sys.stderr.flush()
    stderr = os.dup(2)
    try:
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), 2)
            importlib.import_module("tensorflow")
    finally:
        os.dup2(stderr, 2)
        os.close(stderr)


def seed_everything(seed: int) -> None:
    """Make the next training repeatable: seeds Python, NumPy and Keras.

    Args:
        seed: any whole number from 0 to 2**32 - 1. On one machine, the same seed gives the same network.
    """
    quiet_tensorflow()
    import keras

    random.seed(seed)
    keras.utils.set_random_seed(seed)


def is_validation(record: ArrayLike) -> NDArray[np.bool_]:
    """Which rows belong to a validation patient.

    Args:
        record: (N,) record name of each row.

    Returns:
        bool (N,): True where the row's recording is one of `VALIDATION_RECORDS`.
    """
    return np.isin(np.asarray(record).astype(str), VALIDATION_RECORDS)


def spread_rows(candidates: ArrayLike, n: int | None) -> NDArray[np.int64]:
    """Choose `n` rows, evenly spread, so that every recording and every part of it keeps its share.

    Args:
        candidates: bool (N,), True for the rows to choose from.
        n: how many; None or more than there are chooses all.

    Returns:
        int64 row numbers in ascending order, each once. The same arguments give the same rows.

    Raises:
        ValueError: `n` is below 1.
    """
    rows = np.flatnonzero(np.asarray(candidates))
    if n is None or n >= len(rows):
        return rows
    if n < 1:
        raise ValueError(f"`n` must be 1 or more, or None for all rows. Received {n}.")
    return rows[np.arange(n) * len(rows) // n]


def fills_from(notebook: str | Path, *names: str) -> tuple[Stub, ...]:
    """Fill stubs with what you wrote in another notebook.

    Reads the notebook (.ipynb, or a percent script .py) and runs its imports, its functions, classes and constants,
    and of the fills only those named; no plot and no training of that notebook runs.

    Args:
        notebook: path of the notebook; if it is not there, a percent script of the same name beside it is read.
        *names: the stubs to fill, such as "train".

    Returns:
        The filled stubs in the order of `names`.

    Raises:
        NotFilled: the notebook is not there or has not filled one of `names`; says what to do.
        ValueError: `names` holds no stub's name.
    """
    unknown = [name for name in names if name not in STUBS]
    if unknown or not names:
        raise ValueError(
            f"`names` must be names of stubs ({', '.join(STUBS)}). Received {', '.join(unknown) or 'none'}."
        )
    path = _existing(Path(notebook), names)
    definitions = _definitions(_sources(path), names)
    for name in names:
        _require_body(name, definitions, path)
    module = ast.Module(body=definitions, type_ignores=[])
    exec(compile(module, str(path), "exec"), {"__name__": path.stem})
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
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return [text]
    cells = [cell for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]
    return ["".join(cell["source"]) for cell in cells]


def _definitions(sources: list[str], names: tuple[str, ...]) -> list[ast.stmt]:
    return [statement for source in sources for statement in _parsed(source) if _is_definition(statement, names)]


def _parsed(source: str) -> list[ast.stmt]:
    """The statements of a cell, without Jupyter's own lines; none if the cell is not (yet) Python."""
    lines = ["" if line.startswith(("%", "!")) else line for line in source.splitlines()]
    try:
        return ast.parse("\n".join(lines)).body
    except SyntaxError:
        return []


def _is_definition(statement: ast.stmt, names: tuple[str, ...]) -> bool:
    if isinstance(statement, ast.FunctionDef) and statement.name in STUBS:
        return statement.name in names
    if isinstance(statement, ast.Assign):
        # A constant, such as THRESHOLD = 0.5, but no call that would load data or train.
        return not any(isinstance(part, ast.Call | ast.Await | ast.Name) for part in ast.walk(statement.value))
    return isinstance(statement, ast.Import | ast.ImportFrom | ast.FunctionDef | ast.ClassDef)


def _require_body(name: str, definitions: list[ast.stmt], path: Path) -> None:
    bodies = [part.body for part in definitions if isinstance(part, ast.FunctionDef) and part.name == name]
    if not bodies or _is_empty(bodies[-1]):
        raise NotFilled(
            f"`{name}` is not filled in {path.name} yet. It belongs to task {STUBS[name].task}: write its body there, "
            "save the notebook, and run this cell again. Or fill it in a cell of this notebook."
        )


def _is_empty(body: list[ast.stmt]) -> bool:
    """Whether a function is as it was handed out: it ends in `raise NotImplementedError`."""
    last = body[-1]
    return isinstance(last, ast.Raise) and last.exc is not None and "NotImplementedError" in ast.unparse(last.exc)


def _listed(names: tuple[str, ...]) -> str:
    return " and ".join(f"`{name}`" for name in names)
