"""A reset gate that resets nothing."""

# fails: gru_step_of_a_small_example, gru_steps_equal_the_layer
# says: reset gate r has no effect

import numpy as np

from ecgkit import fill


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


@fill
def gru_step(x, h, weights):
    kernel, recurrent, bias = weights
    xz, _, xh = np.split(x @ kernel + bias[0], 3, axis=1)
    hz, _, hh = np.split(h @ recurrent + bias[1], 3, axis=1)
    z = sigmoid(xz + hz)
    candidate = np.tanh(xh + hh)
    return z * h + (1 - z) * candidate
