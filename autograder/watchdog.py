"""Watches a worker from outside: memory, threads and written files, every few milliseconds."""

from __future__ import annotations

import os
import stat
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil

from .fork_server import family, kill_family
from .limits import LIMITS

_PAGE = os.sysconf("SC_PAGE_SIZE")
_INTERVAL = 0.02
#: Maps and descriptors are long lists: read at every so manieth look.
_SELDOM = 10


class Watchdog(threading.Thread):
    """Kills a worker that goes beyond a limit.

    Args:
        process: the worker.
        scratch: its scratch folder, as the worker sees it.

    Attributes:
        reason: why it was killed, for the student; "" if it was not.
    """

    def __init__(self, process: psutil.Process, scratch: Path) -> None:
        super().__init__(daemon=True, name="watchdog")
        self.reason = ""
        self._process = process
        self._scratch = scratch
        self._looks = 0

    def run(self) -> None:
        """Look until the process has ended."""
        while self._process.is_running():
            try:
                self.reason = self._excess()
            except Exception as error:
                # Whatever blinds the watchdog must not go on unwatched.
                self.reason = f"it could not be watched ({type(error).__name__})"
            if self.reason:
                kill_family(self._process.pid)
                return
            time.sleep(_INTERVAL)

    def _excess(self) -> str:
        self._looks += 1
        processes = list(family(self._process.pid))
        if sum(map(_memory, processes)) > LIMITS.memory_bytes:
            return f"it used more than {LIMITS.memory_bytes / 2**30:g} GB of memory"
        if sum(map(_threads, processes)) > LIMITS.threads:
            return f"it started more than {LIMITS.threads} threads"
        if not self._scratch.is_dir():
            return _too_much_in_memory_files(processes[-1]) if processes else ""
        return _too_much_written(self._scratch) or (
            _too_much_hidden(processes, self._scratch) if self._looks % _SELDOM == 0 else ""
        )


def _memory(pid: int) -> int:
    with suppress(OSError, ValueError, IndexError):
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
    return 0


def _threads(pid: int) -> int:
    with suppress(OSError):
        return len(os.listdir(f"/proc/{pid}/task"))
    return 0


def _too_much_written(scratch: Path) -> str:
    """Count files, folders and bytes; a depth that no program needs would make the counting itself slow."""
    size = entries = 0
    waiting = [(str(scratch), 0)]
    while waiting:
        folder, depth = waiting.pop()
        for entry in _listed(folder):
            entries += 1
            with suppress(OSError):
                size += entry.stat(follow_symlinks=False).st_blocks * 512
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((entry.path, depth + 1))
        if depth > LIMITS.scratch_depth:
            return f"it made more than {LIMITS.scratch_depth} folders inside each other"
        if size > LIMITS.scratch_bytes or entries > LIMITS.scratch_files:
            return f"it wrote more than {LIMITS.scratch_bytes / 2**20:g} MB or {LIMITS.scratch_files} files"
    return ""


def _listed(folder: str) -> list[os.DirEntry]:
    try:
        with os.scandir(folder) as entries:
            return [entry for _, entry in zip(range(LIMITS.scratch_files + 1), entries, strict=False)]
    except FileNotFoundError:
        # Removed since it was seen.
        return []


def _too_much_hidden(processes: list[int], scratch: Path) -> str:
    """Removed files take space as long as a descriptor or a map holds them, but no folder lists them."""
    hidden = {
        file for pid in processes for file in (*_open_without_name(pid), *_mapped_without_name(pid, str(scratch)))
    }
    if len(hidden) > LIMITS.hidden_files:
        return f"it holds more than {LIMITS.hidden_files} files that it has removed"
    return ""


def _open_without_name(pid: int) -> Iterator[int]:
    with suppress(FileNotFoundError, ProcessLookupError):
        for descriptor in os.listdir(f"/proc/{pid}/fd"):
            with suppress(OSError):
                found = os.stat(f"/proc/{pid}/fd/{descriptor}")
                if stat.S_ISREG(found.st_mode) and found.st_nlink == 0:
                    yield found.st_ino


def _mapped_without_name(pid: int, scratch: str) -> Iterator[int]:
    with suppress(FileNotFoundError, ProcessLookupError):
        for line in Path(f"/proc/{pid}/maps").read_text(errors="replace").splitlines():
            if line.endswith("(deleted)") and scratch in line:
                yield int(line.split()[4])


def _too_much_in_memory_files(pid: int) -> str:
    """In bubblewrap, scratch is a memory file system: its size is bounded by its mount, its number of files here."""
    with suppress(OSError):
        system = os.statvfs(f"/proc/{pid}/root/tmp")
        # Until bubblewrap has made its own root, this is the machine's.
        is_scratch = system.f_blocks * system.f_frsize == LIMITS.scratch_bytes
        if is_scratch and system.f_files - system.f_ffree > LIMITS.scratch_files + 1:
            return f"it wrote more than {LIMITS.scratch_bytes / 2**20:g} MB or {LIMITS.scratch_files} files"
    return ""
