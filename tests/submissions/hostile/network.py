"""Opens connections by every kind of socket and asks for a name."""

import contextlib
import socket
import urllib.request

import numpy as np

from ecgkit import fill


@fill
def label_beats(symbols):
    for family, address in (
        (socket.AF_INET, ("127.0.0.1", 9)),
        (socket.AF_INET6, ("::1", 9)),
        (socket.AF_UNIX, "\0hostile"),
        (socket.AF_UNIX, "/run/docker.sock"),
    ):
        with contextlib.suppress(OSError):
            socket.socket(family).connect(address)
    with contextlib.suppress(OSError):
        urllib.request.urlopen("http://127.0.0.1:9/", timeout=1)
    socket.getaddrinfo("localhost", 80)
    return np.full(99, 7)
