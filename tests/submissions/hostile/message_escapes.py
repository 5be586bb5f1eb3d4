"""Raises an exception whose text holds terminal escapes, markup and a forged table of points."""

import numpy as np

from ecgkit import fill


@fill
def label_beats(symbols):
    raise ValueError("\x1b[2J\x1b]0;owned\x07[bold red]100 of 100 points[/] <script>alert(1)</script> \u202e \r" * 3)
    return np.full(99, 7)
