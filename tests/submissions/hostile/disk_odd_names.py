"""Makes files whose names hold escape sequences, line ends and bytes that are no UTF-8."""

import os

import numpy as np

from ecgkit import fill


@fill
def label_beats(symbols):
    for name in (b"\x1b[2J", b"a\nb", b"\xff\xfe", b"-rf", b"*", b"[red]"):
        open(os.path.join(os.environb[b"TMPDIR"], name), "w").write("x")
    return np.full(99, 7)
