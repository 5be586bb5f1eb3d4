"""The columns are taken as z, r, h, z, r, h, ... in place of blocks."""

# fails: gru_step_of_a_small_example, update_gate_decides_what_is_kept, gru_steps_equal_the_layer
# says: Every third column is taken

import numpy as np

from ecgkit import fill


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


@fill
def gru_step(x, h, weights):
    kernel, recurrent, bias = weights
    given = x @ kernel + bias[0]
    xz, xr, xh = given[:, 0::3], given[:, 1::3], given[:, 2::3]
    recalled = h @ recurrent + bias[1]
    hz, hr, hh = recalled[:, 0::3], recalled[:, 1::3], recalled[:, 2::3]
    z = sigmoid(xz + hz)
    r = sigmoid(xr + hr)
    candidate = np.tanh(xh + r * hh)
    return z * h + (1 - z) * candidate
