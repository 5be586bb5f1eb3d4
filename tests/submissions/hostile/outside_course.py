"""Changes the course's own files and the packages of its environment."""

import contextlib
import os
import sys
from pathlib import Path

import numpy as np

from ecgkit import fill

import ecgkit


@fill
def label_beats(symbols):
    for place in (
        Path(ecgkit.__file__).parent,
        Path(np.__file__).parent,
        Path(sys.prefix),
        Path.home(),
        Path("/etc"),
        Path("/usr/lib"),
        Path("/tmp/../var/tmp"),
    ):
        if (
            place == Path(os.environ["TMPDIR"])
            or "ecg-worker" in str(place.resolve())
            and not place.is_symlink()
            and place.name == "scratch"
        ):
            continue
        with contextlib.suppress(OSError):
            (place.resolve() / "hostile_was_here.py").write_text("x = 1")
    return np.full(99, 7)
