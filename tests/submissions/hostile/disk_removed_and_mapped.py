"""Fills files that it has removed and closed but still maps."""

import mmap
import os
import time

import numpy as np

from ecgkit import fill


@fill
def label_beats(symbols):
    keep = []
    for number in range(48):
        with open(os.environ["TMPDIR"] + f"/{number}", "wb+") as file:
            file.write(bytes(2**20))
            file.flush()
            keep.append(mmap.mmap(file.fileno(), 4096))
            os.unlink(file.name)
    time.sleep(20)
    return np.full(99, 7)
