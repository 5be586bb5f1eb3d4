"""No bias at all."""

# fails: gru_step_of_a_small_example, update_gate_decides_what_is_kept, gru_steps_equal_the_layer
# says: bias is not added

import numpy as np

from ecgkit import fill


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


@fill
def gru_step(x, h, weights):
    kernel, recurrent, _ = weights
    xz, xr, xh = np.split(x @ kernel, 3, axis=1)
    hz, hr, hh = np.split(h @ recurrent, 3, axis=1)
    z = sigmoid(xz + hz)
    r = sigmoid(xr + hr)
    candidate = np.tanh(xh + r * hh)
    return z * h + (1 - z) * candidate
