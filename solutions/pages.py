"""What both reports share: their template environment, pictures inside the page, and which software computed the numbers."""

from __future__ import annotations

import base64
import os
import platform
import sys
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment


def environment_of(folder: Path) -> Environment:
    """Templates of a folder: what is put into them is escaped, and a name that is missing is an error."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"count": "{:,}".format, "percent": _percent, "three": _three}
    return environment


def inline(path: Path) -> str:
    """A PNG file as the address of an image, so that the page needs no other file."""
    return "data:image/png;base64," + base64.b64encode(path.read_bytes()).decode("ascii")


def versions_of(packages: Iterable[str]) -> dict[str, str]:
    """Versions of Python, of these packages, and of Keras and its backend; what is not installed is left out."""
    keras = sys.modules.get("keras")
    backend = keras.backend.backend() if keras else os.environ.get("KERAS_BACKEND", "tensorflow")
    versions = {"python": platform.python_version()}
    for name in (*packages, "keras", backend):
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return versions


def _percent(share: float | None) -> str:
    return "none" if share is None else f"{share:.1%}".replace("%", " %")


def _three(value: float | None) -> str:
    return "none" if value is None else f"{value:.3f}"
