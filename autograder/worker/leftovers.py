"""Remove what a worker wrote, however it arranged it."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path


def remove_folder(folder: Path) -> None:
    """Remove a folder and all that is in it; its worker must be dead.

    Folders may be nested deeper than a path is long or Python recurses, and may have lost their permissions: each is
    opened up and moved to the top before it is emptied.
    """
    waiting, moved = [folder], 0
    while waiting:
        place = waiting.pop()
        with suppress(OSError):
            os.chmod(place, 0o700)
        for entry in _entries(place):
            if not entry.is_dir(follow_symlinks=False):
                with suppress(OSError):
                    os.unlink(entry.path)
                continue
            moved += 1
            with suppress(OSError):
                # The owner of a folder without permissions may not move it.
                os.chmod(entry.path, 0o700)
                os.rename(entry.path, folder / f".{moved}")
                waiting.append(folder / f".{moved}")
    # What is left is empty folders, none deeper than the top.
    shutil.rmtree(folder, ignore_errors=True)


def _entries(folder: Path) -> list[os.DirEntry]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []
