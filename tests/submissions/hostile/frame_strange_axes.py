"""Claims to have drawn lines that are no arrays."""

import contextlib
import json
import os
import socket
import stat
import struct
import time

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
def plot_distribution(y):
    texts = dict.fromkeys(("title", "xlabel", "ylabel", "xscale", "yscale"), "")
    numbers = {"bars": {"array": 0}, "limits": {"array": 1}, "ticks": {"list": ["x"]}}
    fields = {**texts, **numbers, "lines": {"list": ["x", 3]}}
    tree = {"dict": [["value", {"view": "AxesData", "fields": fields}]]}
    specs = [{"dtype": "<f8", "shape": [0, 4]}, {"dtype": "<f8", "shape": [0, 2]}]
    connection().sendall(frame(json.dumps({"value": tree, "arrays": specs}).encode()))
    time.sleep(1)
    return np.full(99, 7)
