"""Ends its process while its cells run."""

import numpy as np

from ecgkit import fill

import os

os._exit(0)


@fill
def label_beats(symbols):

    return os
