"""Classes mixed at random of right, wrong, hostile and damaged submissions and archives, written as students hand them in."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import archives_made
import bodies
import damaged

TASKS = (1, 2, 3, 4)
#: A process that trains takes as long as ten others; one in so many keeps them in the mix.
KERAS_SHARE = 0.05
#: Whose time is up differently on a busy machine and on an idle one, or that take minutes alone.
TIMED = re.compile(r"slow|sleep|time|drip|endless|deep|memory|disk|cpu|fork|thread")

Make = Callable[[Path], object]


def mixed_class(folder: Path, size: int, seed: int) -> Path:
    """Write a class: one folder a student, each with one submission; every one of them once before any comes again."""
    rng = random.Random(seed)
    made = _makers(rng)
    chosen = [make for _ in range(0, size, len(made)) for make in rng.sample(made, len(made))][:size]
    for number, make in enumerate(chosen):
        (folder / f"student {number:04}").mkdir(parents=True)
        make(folder / f"student {number:04}")
    return folder


def _makers(rng: random.Random) -> list[Make]:
    scripts = [path for kind in ("right", "wrong", "hostile") for path in sorted((bodies.FOLDER / kind).glob("*.py"))]
    scripts = [path for path in scripts if not TIMED.search(path.stem)]
    scripts = [path for path in scripts if not bodies.needs_keras(path) or rng.random() < KERAS_SHARE]
    found: list[Make] = [lambda folder, path=path: shutil.copy(path, folder) for path in scripts]
    found += [lambda folder, case=case: _copied(case.make(folder), folder) for case in damaged.CASES]
    found += [case.write for case in archives_made.CASES]
    return found


def _copied(path: Path, folder: Path) -> None:
    if folder not in path.parents:
        shutil.copy(path, folder)
