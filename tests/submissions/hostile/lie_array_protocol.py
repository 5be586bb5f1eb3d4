"""Returns an object whose __array__ gives another answer at each look."""

import numpy as np

from ecgkit import fill


class Changing:
    looks = 0

    def __array__(self, dtype=None, copy=None):
        Changing.looks += 1
        return np.full(Changing.looks, Changing.looks)

    def __len__(self):
        return 10**18

    def __iter__(self):
        return iter(int, 1)

    def __getitem__(self, place):
        return self


@fill
def label_beats(symbols):

    return Changing()
