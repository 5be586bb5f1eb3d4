"""Holds a cell that is no Python, full of markup that the report would have to print."""

import numpy as np

from ecgkit import fill


@fill
def label_beats(symbols):

    return np.full(99, 7)


# %%
[/red][link=http://x]label_beats [2J (
