"""Returns a dict whose keys and values lie, and whose items never end."""

import numpy as np

from ecgkit import fill


class Key:
    def __hash__(self):
        return hash(0)

    def __eq__(self, other):
        return True

    def __str__(self):
        return "0" * 10**8

    def __float__(self):
        return 0.5


@fill
def class_weights(y):

    return {Key(): 1, 0: float("nan"), "1": Key()}
