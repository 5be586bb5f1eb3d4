"""Checkpoints: arrays that one task saves and the next one loads, so that no task waits for another to be perfect.

Task 2 lies in `checkpoints/task2/`: `checkpoint.json` names one .npy file an array and the database they came from.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .plain_errors import PlainError

if TYPE_CHECKING:
    from .database import Database

TASKS = range(1, 9)
MANIFEST = "checkpoint.json"

#: Larger arrays stay on disk and are mapped into memory: the data matrix of all records takes 629 MB.
MAPPED_FROM_BYTES = 1 << 20


class CheckpointError(PlainError, ValueError):
    """A checkpoint cannot be used; the message says why and what to do."""


class CheckpointMissing(CheckpointError):
    """There is no checkpoint of this task yet; the message says how to get one."""


def save(task: int, *, database: Database | None = None, **arrays: ArrayLike) -> Path:
    """Save what a task made, for the tasks that build on it.

    The earlier checkpoint of the task is replaced in one step at the end, so an interruption leaves it whole.

    Args:
        task: number of the task, 1 to 8.
        database: where the arrays came from; `load` then refuses them for another database.
        **arrays: the arrays, each under the name that `load` returns it by.

    Returns:
        The folder of the checkpoint.

    Raises:
        ValueError: `task` is no task, or no array was given.
        TypeError: an array holds Python objects, which cannot be saved safely.
    """
    folder = _task_folder(task)
    checked = {name: _plain_array(name, array) for name, array in arrays.items()}
    if not checked:
        raise ValueError("`arrays` must hold at least one array, such as save(2, X=X, y=y). Received none.")
    folder.mkdir(parents=True, exist_ok=True)
    mark = secrets.token_hex(4)
    try:
        files = {name: _write_array(folder / f"{name}-{mark}.npy", array) for name, array in checked.items()}
        manifest = {"task": int(task), "database": _identity(database), "arrays": files}
        (folder / f"{MANIFEST}.{mark}").write_text(json.dumps(manifest, indent=2) + "\n")
    except BaseException:
        for unfinished in [*folder.glob(f"*-{mark}.npy"), *folder.glob(f"{MANIFEST}.{mark}")]:
            unfinished.unlink()
        raise
    replaced = _files_named(folder)
    os.replace(folder / f"{MANIFEST}.{mark}", folder / MANIFEST)
    _remove_others(folder, replaced, keep={entry["file"] for entry in files.values()})
    return folder


def load(task: int, *, database: Database | None = None) -> dict[str, NDArray]:
    """Load what a task saved.

    Args:
        task: number of the task, 1 to 8.
        database: what the arrays must have come from; any database by default.

    Returns:
        The arrays by name. They are read-only; large ones stay on disk and are read where they are used.

    Raises:
        CheckpointMissing: the task has saved nothing yet; says how to get it.
        CheckpointError: the arrays came from another database, or a file is damaged.
    """
    folder = _task_folder(task)
    manifest = _read_manifest(folder, task)
    if database is not None:
        _check_database(manifest["database"], database, task)
    return {name: _read_array(folder, name, entry, task) for name, entry in manifest["arrays"].items()}


def saved() -> dict[int, dict[str, Any]]:
    """Return what is saved: by task number, its "database" title (or None) and "arrays" by name, as in the manifest."""
    found = {}
    for task in TASKS:
        folder = _task_folder(task)
        if (folder / MANIFEST).is_file():
            manifest = _read_manifest(folder, task)
            found[task] = {"database": (manifest["database"] or {}).get("title"), "arrays": manifest["arrays"]}
    return found


def clear(task: int | None = None) -> int:
    """Delete the checkpoint of one task, or of all, and return how many there were."""
    folders = [_task_folder(number) for number in (TASKS if task is None else [task])]
    there = [folder for folder in folders if (folder / MANIFEST).is_file()]
    for folder in there:
        shutil.rmtree(folder)
    return len(there)


def checkpoints_folder() -> Path:
    """Return the folder of all checkpoints: `ECGKIT_CHECKPOINTS`, else `checkpoints` in ecgkit's cache.

    Not the folder you work in: each task's notebook runs in a folder of its own.
    """
    from .download import cache_folder

    chosen = os.environ.get("ECGKIT_CHECKPOINTS")
    return Path(chosen).expanduser() if chosen else cache_folder() / "checkpoints"


def _task_folder(task: int) -> Path:
    if task not in TASKS:
        raise ValueError(f"`task` must be a number from {TASKS[0]} to {TASKS[-1]}. Received {task!r}.")
    return checkpoints_folder() / f"task{int(task)}"


def _plain_array(name: str, array: ArrayLike) -> NDArray:
    plain = np.asarray(array)
    if plain.dtype.hasobject:
        raise TypeError(f"`{name}` must be an array of numbers or strings. Received dtype {plain.dtype}.")
    if not name.isidentifier():
        raise ValueError(f"The name of an array must be a Python name, such as X_train. Received {name!r}.")
    return plain


def _write_array(path: Path, array: NDArray) -> dict[str, Any]:
    with open(path, "wb") as file:
        np.save(file, array, allow_pickle=False)
    return {"file": path.name, "shape": list(array.shape), "dtype": array.dtype.str, "bytes": path.stat().st_size}


def _files_named(folder: Path) -> set[str]:
    """The files of the checkpoint that is there."""
    try:
        return {entry["file"] for entry in json.loads((folder / MANIFEST).read_text())["arrays"].values()}
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return set()


def _remove_others(folder: Path, replaced: set[str], keep: set[str]) -> None:
    """Remove what was replaced, and what a killed run left; another one may be saving beside this one."""
    yesterday = time.time() - 24 * 3600
    for path in [*folder.glob("*.npy"), *folder.glob(f"{MANIFEST}.*")]:
        if path.name not in keep and (path.name in replaced or path.stat().st_mtime < yesterday):
            try:
                path.unlink()
            except OSError:  # Windows keeps a file that is still mapped; the next save removes it
                continue


def _read_manifest(folder: Path, task: int) -> dict[str, Any]:
    try:
        manifest = json.loads((folder / MANIFEST).read_text())
        if manifest["task"] != task or not isinstance(manifest["arrays"], dict):
            raise ValueError(f"it is the checkpoint of task {manifest['task']}")
        source = manifest["database"]
        if source is not None:
            source = {"title": str(source["title"]), "records": [*source["records"]]}
        return {"database": source, "arrays": manifest["arrays"]}
    except FileNotFoundError as error:
        raise CheckpointMissing(
            f"Task {task} has saved no checkpoint in {folder.parent} yet. Run the notebook of task {task} to its end, or "
            f"put the reference checkpoint that your instructor hands out there: the folder `{folder.name}`."
        ) from error
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise _damaged(task, MANIFEST, error) from error


def _read_array(folder: Path, name: str, entry: dict[str, Any], task: int) -> NDArray:
    try:
        path = folder / Path(entry["file"]).name
        mapped = entry["bytes"] >= MAPPED_FROM_BYTES
        if path.stat().st_size != entry["bytes"]:
            raise ValueError(f"{path.stat().st_size:,} bytes of {entry['bytes']:,}")
        array = np.load(path, mmap_mode="r" if mapped else None, allow_pickle=False)
        if [*array.shape] != entry["shape"] or array.dtype.str != entry["dtype"]:
            raise ValueError(f"it holds {array.dtype.str} {array.shape}, not {entry['dtype']} {entry['shape']}")
    except (ValueError, KeyError, TypeError, AttributeError, OSError, EOFError) as error:
        raise _damaged(task, name, error) from error
    array.flags.writeable = False
    return array


def _damaged(task: int, part: str, error: Exception) -> CheckpointError:
    return CheckpointError(
        f"The checkpoint of task {task} is damaged: {part} cannot be read ({error}). Run the notebook of task {task} again."
    )


def _identity(database: Database | None) -> dict[str, Any] | None:
    return None if database is None else {"title": database.title, "records": [*database.record_names]}


def _check_database(found: dict[str, Any] | None, database: Database, task: int) -> None:
    if found == _identity(database):
        return
    source = f"the {found['title']} ({len(found['records'])} records)" if found else "an unnamed database"
    raise CheckpointError(
        f"The checkpoint of task {task} came from {source}, and `database` is the {database.title} "
        f"({len(database.record_names)} records). Run the notebook of task {task} again with this database, "
        "or open the other one."
    )
