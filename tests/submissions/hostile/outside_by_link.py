"""Makes links and hard links to files outside and writes through them."""

import contextlib
import os

import numpy as np

from ecgkit import fill


@fill
def label_beats(symbols):
    for make in (os.symlink, os.link):
        for target in ("/../../canary/precious", "/../../../precious"):
            with contextlib.suppress(OSError):
                make(os.environ["TMPDIR"] + target, os.environ["TMPDIR"] + "/way_out")
            with contextlib.suppress(OSError):
                open(os.environ["TMPDIR"] + "/way_out", "w").write("changed")
    return np.full(99, 7)
