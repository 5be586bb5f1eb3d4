"""Raises an exception whose text, type and traceback cannot be read."""

import numpy as np

from ecgkit import fill


class Meta(type):
    def __str__(cls):
        raise SystemExit


class Terrible(Exception, metaclass=Meta):
    def __str__(self):
        raise KeyboardInterrupt

    __repr__ = __str__
    __traceback__ = property(lambda self: 3)


@fill
def label_beats(symbols):
    raise Terrible
    return np.full(99, 7)
