"""Files that are there whole or not at all, whatever ends the program that writes them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Yield a path to write to, beside `path`: what is there at the end becomes `path`, in one step.

    Args:
        path: of the file; its folder is made if it is not there.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".part")
    yield partial
    os.replace(partial, path)


def write_whole(path: Path, text: str) -> Path:
    """Write a text as UTF-8, with line ends as they are, and return `path`.

    What is no text, such as bytes in the name of a file that was handed in, is written as a question mark.
    """
    with whole_file(path) as partial:
        partial.write_bytes(text.encode("utf-8", "replace"))
    return path


def write_json(path: Path, content: Any) -> Path:
    """Write JSON for people to read, whole or not at all, and return `path`."""
    return write_whole(path, json.dumps(content, indent=2, ensure_ascii=False) + "\n")
