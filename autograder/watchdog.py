"""Watches a worker from outside: memory, threads and written files, every few milliseconds."""

from __future__ import annotations

import os
import subprocess
import threading
from contextlib import suppress
from pathlib import Path

from .limits import LIMITS

_PAGE = os.sysconf("SC_PAGE_SIZE")
_INTERVAL = 0.02


class Watchdog(threading.Thread):
    """Kills a worker that goes beyond a limit.

    Args:
        process: the worker, or the bubblewrap around it.
        folder: holds the worker's scratch folder.

    Attributes:
        reason: why it was killed, for the student; "" if it was not.
    """

    def __init__(self, process: subprocess.Popen, folder: Path) -> None:
        super().__init__(daemon=True, name="watchdog")
        self.reason = ""
        self._process = process
        self._scratch = folder / "scratch"

    def run(self) -> None:
        """Look until the process has ended."""
        while self._process.poll() is None:
            self.reason = self._excess()
            if self.reason:
                self._process.kill()
                return
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(_INTERVAL)

    def _excess(self) -> str:
        memory, threads = _usage(self._process.pid)
        if memory > LIMITS.memory_bytes:
            return f"it used more than {LIMITS.memory_bytes / 2**30:g} GB of memory"
        if threads > LIMITS.threads:
            return f"it started more than {LIMITS.threads} threads"
        size, files = _written(self._scratch)
        if size > LIMITS.scratch_bytes or files > LIMITS.scratch_files:
            return f"it wrote more than {LIMITS.scratch_bytes / 2**20:g} MB or {LIMITS.scratch_files} files"
        return ""


def _usage(pid: int) -> tuple[int, int]:
    """Resident memory in bytes and number of threads of a process and those below it."""
    memory = threads = 0
    with suppress(OSError, ValueError):
        memory = int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
        threads = len(os.listdir(f"/proc/{pid}/task"))
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            below = _usage(int(child))
            memory, threads = memory + below[0], threads + below[1]
    return memory, threads


def _written(folder: Path) -> tuple[int, int]:
    """Bytes and files in a folder; stops counting beyond the limit."""
    size = files = 0
    for place, _, names in os.walk(folder):
        for name in names:
            files += 1
            with suppress(OSError):
                size += os.lstat(os.path.join(place, name)).st_blocks * 512
            if files > LIMITS.scratch_files:
                return size, files
    return size, files
