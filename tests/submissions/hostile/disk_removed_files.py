"""Fills files that it has removed but still holds (at most 3 GB)."""

import os
import time

import numpy as np

from ecgkit import fill


@fill
def label_beats(symbols):
    keep = []
    for number in range(48):
        file = open(os.environ["TMPDIR"] + f"/{number}", "wb+")
        os.unlink(file.name)
        for _ in range(63):
            file.write(bytes(2**20))
        file.flush()
        keep.append(file)
    time.sleep(20)
    return np.full(99, 7)
