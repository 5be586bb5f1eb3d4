"""The two rows of the bias are added up in place, to add them once."""

# fails: gru_step_of_a_small_example, gru_steps_equal_the_layer, gru_step_leaves_its_inputs_alone
# says: belongs inside

import numpy as np

from ecgkit import fill


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


@fill
def gru_step(x, h, weights):
    kernel, recurrent, bias = weights
    bias[0] += bias[1]
    xz, xr, xh = np.split(x @ kernel + bias[0], 3, axis=1)
    hz, hr, hh = np.split(h @ recurrent, 3, axis=1)
    z = sigmoid(xz + hz)
    r = sigmoid(xr + hr)
    candidate = np.tanh(xh + r * hh)
    return z * h + (1 - z) * candidate
