"""The reset gate multiplies the product, but not the second bias."""

# fails: gru_step_of_a_small_example, gru_steps_equal_the_layer
# says: belongs inside

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
    c = bias[1, 2 * h.shape[1] :]
    candidate = np.tanh(xh + r * (hh - c) + c)
    return z * h + (1 - z) * candidate
