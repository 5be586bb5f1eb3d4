"""What students get: notebooks, ecgkit, and the visible checks with the few lines of the autograder that run them.

No solution, no hidden check and no oracle: the hidden checks are cut out of their files, and so is all that only they use.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import tomllib
import zipfile
from collections import defaultdict
from pathlib import Path
from typing import Annotated

import typer

from ecgkit.contracts import STUBS

from .checks import all_checks
from .isolation import ROOT
from .pins import pins_of
from .reduce import ALL, Reduction

_FILES = Path(__file__).parent / "handout_files"
_NO_COPY = shutil.ignore_patterns("__pycache__", "*.pyc", ".ipynb_checkpoints")
#: Read by `in_notebook`.
_HIDDEN_POINTS = "hidden_points.json"
_EPOCH = (1980, 1, 1, 0, 0, 0)


class HandoutError(Exception):
    """Something that must not reach students would have; the message says what to do."""


def release(
    target: Annotated[Path, typer.Argument(help="A folder that is not there yet, or a .zip file.")],
    force: Annotated[bool, typer.Option(help="Replace what is there.")] = False,
) -> None:
    """Write what students get: notebooks, ecgkit, visible checks, requirements and a README."""
    try:
        write_handout(target, force)
    except HandoutError as error:
        raise typer.BadParameter(str(error)) from error
    typer.echo(f"Written to {target}")


def write_handout(target: Path, force: bool = False) -> None:
    """Write the hand-out.

    Args:
        target: a folder, or a file that ends in .zip.
        force: replace what is there.

    Raises:
        HandoutError: `target` is there, the notebooks are stale, or a visible check needs something secret.
    """
    if target.exists() and not (force and _is_handout(target)):
        raise HandoutError(
            f"`target` must be a new folder or zip. Received {target}, which exists: --force replaces an older hand-out, nothing else."
        )
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "ecg-course")
        _fill(folder)
        # Beside the target first: what is interrupted must not leave half of one.
        partial = target.with_name(target.name + ".part")
        _remove(partial)
        if target.suffix == ".zip":
            _zip(folder, partial)
        else:
            shutil.copytree(folder, partial)
        _remove(target)
        os.replace(partial, target)


def _is_handout(target: Path) -> bool:
    if not zipfile.is_zipfile(target):
        return (target / "autograder" / _HIDDEN_POINTS).is_file()
    with zipfile.ZipFile(target) as archive:
        return any(name.endswith(f"/autograder/{_HIDDEN_POINTS}") for name in archive.namelist())


def _fill(folder: Path) -> None:
    for path in sorted((ROOT / "assignments").glob("task*/*.ipynb")):
        _require_no_solution(path)
        _copy(path, folder / path.relative_to(ROOT))
    shutil.copytree(ROOT / "ecgkit", folder / "ecgkit", ignore=_NO_COPY)
    shutil.copytree(_FILES, folder, dirs_exist_ok=True, ignore=_NO_COPY)
    _copy(ROOT / "LICENSE", folder / "LICENSE")
    packages = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    pins = pins_of(packages, (ROOT / "requirements.txt").read_text(encoding="utf-8"))
    (folder / "requirements.txt").write_text(f"{pins}# The course itself, from this folder:\n-e .\n", encoding="utf-8")
    write_visible_checks(folder / "autograder")


def write_visible_checks(folder: Path) -> None:
    """Write the autograder with visible checks alone, and what the hidden ones are worth.

    Raises:
        HandoutError: a visible check uses an oracle.
    """
    reduction = Reduction(Path(__file__).parent)
    reduction.ask((), [ALL])
    hidden: dict[str, float] = dict.fromkeys(STUBS, 0.0)
    visible: dict[str, list[str]] = defaultdict(list)
    for check in all_checks():
        if check.visible:
            visible[check.function.__module__.rpartition(".")[2]].append(check.function.__name__)
        else:
            hidden[check.stub] += check.points
    for module, names in visible.items():
        reduction.ask((module,), names)
    _require_no_secret(reduction)
    reduction.write(folder)
    (folder / _HIDDEN_POINTS).write_text(json.dumps(hidden, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _require_no_secret(reduction: Reduction) -> None:
    secret = [
        parts[-1] for parts in reduction.modules if parts and parts[-1].startswith(("oracles", "unseen", "sandbox"))
    ]
    if secret:
        raise HandoutError(
            f"A visible check needs {', '.join(secret)}, which students must not get: see `checks.check`."
        )


def _require_no_solution(path: Path) -> None:
    """The notebook is a release: each cell to fill is empty, and no marker is left."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    for cell in cells:
        source, settings = "".join(cell["source"]), cell["metadata"].get("nbgrader", {})
        is_filled = settings.get("grade_id", "").startswith("fill-") and "raise NotImplementedError" not in source
        if is_filled or "### BEGIN SOLUTION" in source or cell.get("outputs"):
            raise HandoutError(f"{path} holds a solution or outputs: run `python -m autograder.build` first.")


def _copy(path: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, target)


def _remove(target: Path) -> None:
    if target.is_dir():
        shutil.rmtree(target)
    else:
        target.unlink(missing_ok=True)


def _zip(folder: Path, target: Path) -> None:
    """The same content gives the same bytes."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(str(path.relative_to(folder.parent)), _EPOCH)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED)
