"""Before `nbgrader autograde` looks at a submission: wrong names, links and pipes, each of which would stop it."""

from __future__ import annotations

import logging
import os
import stat
from collections.abc import Callable, Iterable, Sequence
from itertools import count
from pathlib import Path

from ..analysis import answers_of
from ..notebook import SubmissionError, read_cells
from .slots import grade_id_of

_LOG = logging.getLogger(__name__)
#: Bytes of a file's own name behind a number.
_LONGEST = 180


def tidy_up(released: Path) -> Callable[..., None]:
    """A `pre_convert_hook` for nbgrader's Autograde.

    Args:
        released: the folder of the assignments as they were handed out.
    """

    def hook(assignment: str, student: str, notebooks: list[str]) -> None:
        folder = Path(notebooks[0]).parent
        remove_odd_entries(folder)
        kept = [Path(notebook) for notebook in notebooks if Path(notebook).is_file()]
        for path in sorted((released / assignment).glob("*.ipynb")):
            kept = _with_right_name(kept, folder / path.name, stubs_of(path))
        notebooks[:] = map(str, kept)

    return hook


def remove_odd_entries(folder: Path) -> None:
    """Remove links, pipes and devices: nbgrader copies what is behind them, or waits for it for ever."""
    for place, folders, names in os.walk(folder):
        for name in (*folders, *names):
            path = Path(place, name)
            mode = path.lstat().st_mode
            if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
                _LOG.warning("Removed %s: it is no file", path)
                path.unlink()


def _with_right_name(found: list[Path], right: Path, stubs: set[str]) -> list[Path]:
    """Rename the notebook that answers most, if none has the name that nbgrader looks for."""
    if right in found or not found:
        return found
    best = max(found, key=lambda path: (_answered(path, stubs), path.name))
    in_order = sorted(found, key=lambda path: path.name)
    place = in_order.index(best)
    names = {best: right}
    # Of two answers to one stub that of the later file counts, also under its new name.
    if any(path.name > right.name for path in in_order[:place]):
        names |= _numbered(in_order[:place], "{}-")
    if any(path.name < right.name for path in in_order[place + 1 :]):
        names |= _numbered(in_order[place + 1 :], right.stem + "_{}_")
    for path, name in names.items():
        _LOG.warning(
            "%s is taken for %s" if path == best else "%s is called %s, which keeps its place", path, name.name
        )
        os.rename(path, name)
    return [names.get(path, path) for path in found]


def _numbered(paths: Sequence[Path], before: str) -> dict[Path, Path]:
    """New paths, in this order, that are not in use; of a long name its end stays."""
    for width in count(len(str(len(paths)))):
        starts = [before.format(f"{number:0{width}}") for number, _ in enumerate(paths, 1)]
        names = [
            path.with_name(start + path.name.encode()[-_LONGEST:].decode(errors="ignore"))
            for start, path in zip(starts, paths, strict=True)
        ]
        if not any(map(os.path.lexists, names)):
            break
    return dict(zip(paths, names, strict=True))


def stubs_of(released: Path) -> set[str]:
    """The stubs that a notebook asks for."""
    names = map(grade_id_of, read_cells(released))
    return {name.removeprefix("fill-") for name in names if name.startswith("fill-")}


def _answered(path: Path, stubs: Iterable[str]) -> int:
    try:
        return len(answers_of(path).filled.intersection(stubs))
    except SubmissionError:
        return 0
