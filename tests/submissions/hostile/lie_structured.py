"""Returns structured, object and date arrays."""

import numpy as np

from ecgkit import fill


@fill
def label_beats(symbols):

    return [np.zeros(3, "f8,O"), np.array([object()]), np.zeros(2, "M8[s]"), np.array(["x"])]
