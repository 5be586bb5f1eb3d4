"""The grader's end of a worker: starts the process, sends requests, enforces deadlines, and ends it for good."""

from __future__ import annotations

import secrets
import socket
import time
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil

from . import isolation
from .busy_machine import excuse_end, excuse_time, kills_for_memory
from .failures import UNREADABLE, GraderFault, printable
from .fork_server import kill_family, server_of
from .limits import LIMITS
from .watchdog import Watchdog
from .worker import frames
from .worker.leftovers import remove_folder

#: What the worker says of an exception, see `worker.calls.attempt`.
_ERROR = {"kind", "type", "bases", "text", "where"}
#: What a worker may say of an error; of other kinds the grader itself speaks, in words of its own.
_KINDS = {"memory", "not filled", "raised", "recurrent layer", "unreadable", "wrong signature"}


class WorkerLost(Exception):
    """The worker did not answer: it died, took too long or sent no frame. The message is for the student.

    Args:
        message: what happened.
        timed_out: whether it took too long.
    """

    def __init__(self, message: str, timed_out: bool = False) -> None:
        super().__init__(message)
        self.timed_out = timed_out


class RequestTooLarge(GraderFault):
    """What is to be sent breaks a bound of frames: the fault of whoever it came from."""


class WorkerProcess:
    """One worker process, started at the first request and again after it was lost.

    Args:
        tier: of isolation.
        modules: what it is going to import; it starts with these imported, see `need`.
    """

    def __init__(self, tier: isolation.Tier, modules: Collection[str] = ()) -> None:
        self.tier = tier
        self._modules = frozenset(modules)
        self._process: psutil.Process | None = None
        self._connection: socket.socket | None = None
        self._watchdog: Watchdog | None = None
        self._scratch = ""
        self._kills = 0

    @property
    def is_alive(self) -> bool:
        """Whether a process is there to answer."""
        return self._process is not None and self._process.is_running()

    def has_room(self) -> bool:
        """Whether most of its processor time and memory is left for another request; a process that ends has none."""
        if self._process is None:
            return True
        try:
            times, resident = self._process.cpu_times(), self._process.memory_info().rss
        except psutil.Error:
            return False
        return times.user + times.system < LIMITS.cpu_seconds / 2 and resident < LIMITS.memory_bytes / 2

    def need(self, modules: Collection[str]) -> None:
        """Have these modules imported; a new worker is forked with them sooner than this one imports them."""
        if not self._modules.issuperset(modules):
            self._modules |= frozenset(modules)
            self.stop()

    def start(self) -> None:
        """Start the process; it inherits one socket and nothing else.

        Raises:
            GraderFault: no worker starts. No line of a submission has run yet.
        """
        self.stop()
        self._scratch = isolation.scratch_for(self.tier)
        self._kills = kills_for_memory()
        try:
            self._connection, self._process = server_of(self.tier).fork(self._modules, self._scratch)
        except GraderFault:
            self._remove_scratch()
            raise
        self._watchdog = Watchdog(self._process, Path(self._scratch))
        self._watchdog.start()

    def request(
        self, name: str, *, seconds: float | None = None, max_bytes: int | None = None, **arguments: Any
    ) -> Any:
        """Send one request and wait for its answer.

        Args:
            name: of the request, see `worker.main.Worker`.
            seconds: absolute deadline of the answer, from now; that of an ordinary call if None.
            max_bytes: largest result that is accepted; that of an ordinary call if None.
            **arguments: of the request.

        Returns:
            {"value": ...} or {"error": {"kind", "type", "bases", "text", "where"}}.

        Raises:
            WorkerLost: no answer; the process is gone, the next request starts a new one.
            GraderFault: no worker starts, the request is too large, or others kept the machine busy.
        """
        if not self.is_alive:
            self.start()
        return self._answer({"request": name, **arguments}, seconds or LIMITS.seconds, max_bytes or LIMITS.result_bytes)

    def _answer(self, request: dict, seconds: float, max_bytes: int) -> dict:
        try:
            # Bytes that were written before the request cannot name it.
            number = secrets.randbits(53)
            return _checked(
                self._exchange({**request, "number": number}, time.monotonic() + seconds, max_bytes), number
            )
        except TimeoutError as error:
            self.stop()
            excuse_time()
            raise WorkerLost(
                f"no result after {seconds:.0f} s: is there an endless or very slow loop?", timed_out=True
            ) from error
        except frames.FrameError as error:
            self.stop()
            raise WorkerLost(f"{UNREADABLE}: {error}") from error
        except (EOFError, OSError) as error:
            raise WorkerLost(self._why_gone()) from error

    def _why_gone(self) -> str:
        """The watchdog's reason, if it ended the process; it may still be about to say so."""
        watchdog = self._watchdog
        self.stop()
        reason = watchdog.reason if watchdog else ""
        if not reason:
            excuse_end(self._kills)
        return reason or "the process that ran your code ended: did it call exit, or run out of memory?"

    def stop(self) -> None:
        """End the process, with everything that it started, and remove what it wrote."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if self._process is not None:
            kill_family(self._process.pid)
            _wait_for(self._process)
            self._process = None
        if self._watchdog is not None:
            self._watchdog.join()
            self._watchdog = None
        if self._scratch:
            self._remove_scratch()

    def _remove_scratch(self) -> None:
        """In bubblewrap, only the server sees the folder."""
        if self.tier is isolation.Tier.A:
            server_of(self.tier).remove(str(Path(self._scratch).parent))
        else:
            remove_folder(Path(self._scratch).parent)
        self._scratch = ""

    def _exchange(self, request: dict, deadline: float, max_bytes: int) -> Any:
        stream = _DeadlineStream(self._connection, deadline)
        try:
            frames.send(stream, request)
        except frames.FrameError as error:
            raise RequestTooLarge(f"a request that cannot be sent: {error}") from error
        return frames.receive(stream, max_bytes)


def _wait_for(process: psutil.Process) -> None:
    # What was killed is gone in no time, unless the kernel itself is stuck; nobody is helped by waiting for that.
    with suppress(psutil.TimeoutExpired):
        process.wait(LIMITS.start_seconds)


class _DeadlineStream:
    """A socket whose every read and write ends at one absolute deadline, however slowly bytes drip in."""

    def __init__(self, connection: socket.socket | None, deadline: float) -> None:
        assert connection is not None
        self._connection = connection
        self._deadline = deadline

    def sendall(self, data: Any, /) -> None:
        self._connection.settimeout(self._remaining())
        self._connection.sendall(data)

    def recv_into(self, buffer: Any, /) -> int:
        self._connection.settimeout(self._remaining())
        return self._connection.recv_into(buffer)

    def _remaining(self) -> float:
        remaining = self._deadline - time.monotonic()
        if remaining <= 0:
            raise TimeoutError
        return remaining


def _checked(answer: Any, number: int) -> dict:
    """The answer, if it has the one form an answer may have and is to this request: the worker is trusted in nothing."""
    if isinstance(answer, dict) and answer.pop("number", None) == number:
        error = answer.get("error")
        if set(answer) == {"value"}:
            return answer
        if set(answer) == {"error"} and isinstance(error, dict) and set(error) == _ERROR:
            texts = {key: printable(str(text), LIMITS.message) for key, text in error.items()}
            if texts["kind"] in _KINDS:
                return {"error": texts}
    raise frames.FrameError("an answer of no known form, or to another request")
