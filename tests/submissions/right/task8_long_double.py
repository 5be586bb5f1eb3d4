"""NumPy's longest floating-point numbers."""

import numpy as np

from ecgkit import fill


def s(a):
    return 1 / (1 + np.exp(-np.clip(a, -700, 700)))


@fill
def gru_step(x, h, weights):
    kernel, recurrent, (b, c) = (np.asarray(array, np.longdouble) for array in weights)
    xz, xr, xh = np.split(x @ kernel + b, 3, axis=1)
    hz, hr, hh = np.split(h @ recurrent + c, 3, axis=1)
    z, r = s(xz + hz), s(xr + hr)
    return z * h + (1 - z) * np.tanh(xh + r * hh)
