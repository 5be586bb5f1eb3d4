"""Makes folders without permissions and hides files in them."""

import os

import numpy as np

from ecgkit import fill


@fill
def label_beats(symbols):
    place = os.environ["TMPDIR"] + "/closed"
    os.mkdir(place)
    open(place + "/file", "w").write("x")
    os.umask(0o777)
    os.mkdir(place + "/inner")
    os.mkdir(place + "/inner2", 0)
    return np.full(99, 7)
