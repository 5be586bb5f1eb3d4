"""Starts a thousand threads."""

import threading
import time

import numpy as np

from ecgkit import fill


@fill
def label_beats(symbols):
    for _ in range(1000):
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
    return np.full(99, 7)
