"""Runs an endless loop while its cells run."""

import numpy as np

from ecgkit import fill

import itertools

for number in itertools.count():
    ENDLESS = number


@fill
def label_beats(symbols):

    return ENDLESS
