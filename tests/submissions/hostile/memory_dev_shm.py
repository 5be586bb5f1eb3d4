"""Fills /dev/shm."""

import numpy as np

from ecgkit import fill


@fill
def label_beats(symbols):
    with open("/dev/shm/hostile", "wb") as file:
        for _ in range(8):
            file.write(bytes(2**24))
    return np.full(99, 7)
