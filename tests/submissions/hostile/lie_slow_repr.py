"""Returns an object whose name, text and hash take for ever."""

import numpy as np

from ecgkit import fill


class Meta(type):
    @property
    def __name__(cls):
        while True:
            pass


class Slow(metaclass=Meta):
    def __array__(self, *args, **kwargs):
        while True:
            pass


@fill
def label_beats(symbols):

    return Slow()
