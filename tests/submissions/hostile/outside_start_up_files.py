"""Leaves files that Python, the shell or IPython would run at their next start."""

import contextlib
import os
import sys

import numpy as np

from ecgkit import fill


@fill
def label_beats(symbols):
    for path in (
        "~/.bashrc",
        "~/.config/matplotlib/matplotlibrc",
        "~/.ipython/profile_default/startup/x.py",
        sys.prefix + "/lib/python3.11/site-packages/hostile.pth",
        "sitecustomize.py",
        "/root/.bashrc_hostile",
        "/root/.cache/hostile",
    ):
        with contextlib.suppress(OSError):
            with open(os.path.expanduser(path), "a") as file:
                file.write("# hostile\n")
    return np.full(99, 7)
