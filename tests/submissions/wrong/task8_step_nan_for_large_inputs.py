"""e^a / (1 + e^a): infinity over infinity."""

# fails: gru_step_of_large_inputs
# says: NaN

import numpy as np

from ecgkit import fill


def sigmoid(a):
    return np.exp(a) / (1 + np.exp(a))


@fill
def gru_step(x, h, weights):
    kernel, recurrent, bias = weights
    xz, xr, xh = np.split(x @ kernel + bias[0], 3, axis=1)
    hz, hr, hh = np.split(h @ recurrent + bias[1], 3, axis=1)
    z = sigmoid(xz + hz)
    r = sigmoid(xr + hr)
    candidate = np.tanh(xh + r * hh)
    return z * h + (1 - z) * candidate
