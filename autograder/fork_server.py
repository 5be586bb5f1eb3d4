"""The grader's end of a fork server: one a tier and process, started by the first worker that needs it."""

from __future__ import annotations

import atexit
import os
import signal
import socket
import struct
import subprocess
import tempfile
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import psutil

from . import isolation
from .failures import GraderFault
from .limits import LIMITS
from .worker import frames
from .worker.leftovers import remove_folder

#: Linux tells who wrote to a socket, by the number that the receiver knows the process by. See unix(7).
_KERNEL_TELLS = hasattr(socket, "SO_PASSCRED")
#: struct ucred: process, user, group.
_CREDENTIALS = struct.Struct("3i")


class ForkServer:
    """A process that forks workers.

    Args:
        tier: of isolation, for itself and its workers.
    """

    def __init__(self, tier: isolation.Tier) -> None:
        self.tier = tier
        self.process: subprocess.Popen | None = None
        self._control: socket.socket | None = None
        self._folder = Path()
        self._turn = Lock()

    def fork(self, modules: Collection[str], scratch: str) -> tuple[socket.socket, psutil.Process]:
        """Start a worker.

        Args:
            modules: to be imported before; those that are imported already cost nothing.
            scratch: the one folder it may write to; made if it is not there.

        Returns:
            its socket, and its process.

        Raises:
            GraderFault: no worker starts.
        """
        ours, theirs = socket.socketpair()
        with self._turn, theirs:
            self._start_if_needed()
            order = {
                "modules": sorted(modules),
                "scratch": scratch,
                "rules": asdict(isolation.rules_of(self.tier, self._folder, scratch)),
                "lock": self.tier.is_safe_for_strangers,
            }
            _ask_who_writes(ours, True)
            self._send(order, [theirs.fileno()])
        try:
            return ours, psutil.Process(_first_writer(ours))
        except (OSError, EOFError, psutil.Error) as error:
            ours.close()
            if isinstance(error, TimeoutError):
                # It hangs: the next worker gets another server.
                with self._turn:
                    self.stop()
            raise GraderFault(f"no worker starts: {type(error).__name__} {error}") from error

    def remove(self, scratch: str) -> None:
        """Remove the folder of a dead worker, where only the server sees it."""
        with self._turn, suppress(GraderFault):
            if self._control is not None:
                self._send({"remove": scratch}, [])

    def stop(self) -> None:
        """End the server and all its workers."""
        if self._control is not None:
            self._control.close()
            self._control = None
        if self.process is not None:
            kill_family(self.process.pid)
            self.process.wait()
            self.process = None
            remove_folder(self._folder)

    def _send(self, order: dict, descriptors: list[int]) -> None:
        assert self._control is not None
        try:
            socket.send_fds(self._control, [frames.ORDER], descriptors)
            frames.send(self._control, order)
        except (OSError, frames.FrameError) as error:
            raise GraderFault(f"no worker starts: {error}") from error

    def _start_if_needed(self) -> None:
        if self.process is not None and self.process.poll() is None:
            return
        self.stop()
        self._folder = Path(tempfile.mkdtemp(prefix="ecg-server-"))
        self._control, theirs = socket.socketpair()
        with theirs:
            program = f"from autograder.worker.fork_server import serve\nserve({theirs.fileno()})"
            launch = isolation.launch_of(self.tier, self._folder, program)
            self.process = _spawn(
                launch.command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
                cwd="/",
                env=launch.environment,
            )


def server_of(tier: isolation.Tier) -> ForkServer:
    """The fork server of this process for a tier; ended with the process."""
    return _server_of(tier, os.getpid())


@cache
def _server_of(tier: isolation.Tier, pid: int) -> ForkServer:
    # By process: a server does not answer to a fork of its grader.
    server = ForkServer(tier)
    atexit.register(server.stop)
    return server


def family(pid: int) -> Iterator[int]:
    """A process and those below it, the youngest last."""
    yield pid
    with suppress(OSError, ValueError):
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            yield from family(int(child))


def kill_family(pid: int) -> None:
    """Kill a process, its group and what is below it; bubblewrap's child has a session of its own."""
    for each in reversed(list(family(pid))):
        with suppress(ProcessLookupError, PermissionError):
            os.kill(each, signal.SIGKILL)
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def _ask_who_writes(ours: socket.socket, ask: bool) -> None:
    if _KERNEL_TELLS:
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, ask)


def _first_writer(ours: socket.socket) -> int:
    """The number of the process that wrote first, as this process knows it: in a namespace of its own it has another one."""
    ours.settimeout(LIMITS.start_seconds)
    text, ancillary, _, _ = ours.recvmsg(frames.NUMBER.size, socket.CMSG_SPACE(_CREDENTIALS.size))
    if len(text) < frames.NUMBER.size:
        raise EOFError("it ended at once")
    _ask_who_writes(ours, False)
    return _CREDENTIALS.unpack(ancillary[0][2])[0] if _KERNEL_TELLS else frames.NUMBER.unpack(text)[0]


def _spawn(command: list[str], **options: Any) -> subprocess.Popen:
    """Start a process from a thread that lives as long as this program: bubblewrap's child dies with the thread that started it."""
    return _spawner(os.getpid()).submit(lambda: subprocess.Popen(command, **options)).result()


@cache
def _spawner(pid: int) -> ThreadPoolExecutor:
    # By process: a thread does not survive a fork.
    return ThreadPoolExecutor(1, thread_name_prefix="spawner")
