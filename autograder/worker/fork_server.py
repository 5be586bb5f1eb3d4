"""The fork server: imports what submissions import, once, and forks a worker for each of them.

No line of a submission ever runs here. A worker is a child that locks its own door (see `sandbox`) before it hears of a
submission; Landlock and seccomp then keep it from this process and from its siblings. TensorFlow's import takes seconds
and a fork milliseconds. Only the import may happen here: after one operation of TensorFlow, a fork would hang.
"""

from __future__ import annotations

import gc
import importlib
import os
import random
import signal
import socket
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

import numpy as np

from . import frames, main, sandbox
from .leftovers import remove_folder


def serve(descriptor: int) -> None:
    """Carry out orders until the grader closes the socket.

    Args:
        descriptor: of a socket. An order is `frames.ORDER`, which may bring the socket of a worker, and a frame: {"remove":
            folder of a dead worker}, or {"modules": [...], "scratch": folder, "rules": {...}, "lock": bool}.
    """
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(fileno=descriptor) as control:
        while True:
            start, descriptors, _, _ = socket.recv_fds(control, len(frames.ORDER), 1)
            if not start:
                return
            order = frames.receive(control, 0)
            if "remove" in order:
                remove_folder(Path(order["remove"]))
                continue
            _import(order["modules"])
            server = os.getpid()
            if os.fork() == 0:
                control.close()
                _become_worker(server, descriptors[0], order)
            os.close(descriptors[0])


def _import(modules: list[str]) -> None:
    for name in modules:
        # What is not installed is the submission's own fault, and it shows there.
        with suppress(ImportError):
            importlib.import_module(name)
    # So that the collector of a worker does not copy all of it.
    gc.freeze()


def _become_worker(server: int, descriptor: int, order: dict) -> NoReturn:
    try:
        sandbox.die_with_parent(server)
        os.setsid()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        _move_into(order["scratch"])
        rules = sandbox.Rules(**order["rules"])
        (sandbox.enter if order["lock"] else sandbox.limit_resources)(rules)
        # Tells the grader which process this is; where the kernel adds the number, that one counts.
        os.write(descriptor, frames.NUMBER.pack(os.getpid()))
        main.serve(descriptor)
    finally:
        os._exit(0)


def _move_into(scratch: str) -> None:
    os.makedirs(scratch, exist_ok=True)
    os.chdir(scratch)
    os.environ.update(HOME=scratch, TMPDIR=scratch)
    tempfile.tempdir = None
    random.seed()
    # Else all workers would draw the same.
    np.random.seed()  # noqa: NPY002
