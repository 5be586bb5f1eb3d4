"""Calls system, fork and execve of the C library directly."""

import ctypes
import os

import numpy as np

from ecgkit import fill


@fill
def label_beats(symbols):
    library = ctypes.CDLL(None)
    library.system(b"echo x > $TMPDIR/../../canary/system")
    if library.fork() == 0:
        library.sleep(5)
        os._exit(0)
    library.syscall(59, b"/bin/true", 0, 0)
    return np.full(99, 7)
