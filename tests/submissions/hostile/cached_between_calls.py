"""Keeps every input it has seen and mixes them into later answers."""

import numpy as np

from ecgkit import fill

SEEN = []


@fill
def label_beats(symbols):
    SEEN.append(list(symbols))
    return [len(seen) for seen in SEEN] + [7]
