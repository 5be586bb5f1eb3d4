"""Leaves threads that change later answers and write to the socket between calls."""

import contextlib
import json
import os
import socket
import stat
import struct
import time
import threading

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
    def meddle():
        link = connection()
        end = time.monotonic() + 20
        while time.monotonic() < end:
            time.sleep(0.05)
            with contextlib.suppress(OSError):
                link.sendall(frame(b'{"value": {"dict": [["value", 0]]}, "arrays": []}'))

    threading.Thread(target=meddle, daemon=True).start()
    return np.full(99, 7)
