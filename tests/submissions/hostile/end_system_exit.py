"""Raises SystemExit, KeyboardInterrupt and GeneratorExit by turns."""

import numpy as np

from ecgkit import fill


class Own(BaseException):
    pass


@fill
def label_beats(symbols):
    raise [SystemExit, KeyboardInterrupt, GeneratorExit, Own][len(symbols) % 4]
    return np.full(99, 7)
