"""A batch of one row loses its axis."""

# fails: gru_step_at_other_sizes
# says: wrong shape

import numpy as np

from ecgkit import fill


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


@fill
def gru_step(x, h, weights):
    kernel, recurrent, bias = weights
    xz, xr, xh = np.split(x @ kernel + bias[0], 3, axis=1)
    hz, hr, hh = np.split(h @ recurrent + bias[1], 3, axis=1)
    z = sigmoid(xz + hz)
    r = sigmoid(xr + hr)
    candidate = np.tanh(xh + r * hh)
    return np.squeeze(z * h + (1 - z) * candidate)
