"""Returns arrays of many gigabytes that take no memory."""

import numpy as np

from ecgkit import fill


@fill
def label_beats(symbols):

    return np.broadcast_to(np.zeros(1), (2**17, 2**17))
