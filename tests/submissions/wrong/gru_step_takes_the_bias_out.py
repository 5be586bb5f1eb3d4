"""Takes the bias out of the list that came in: the next step finds two arrays."""

# fails: gru_step_leaves_its_inputs_alone
# says: took arrays from the list of weights

import numpy as np

from ecgkit import fill


def sigmoid(a):
    return 0.5 * (1 + np.tanh(a / 2))


@fill
def gru_step(x, h, weights):
    bias = weights.pop()
    kernel, recurrent = weights
    (xz, xr, xc), (hz, hr, hc) = np.split(x @ kernel + bias[0], 3, 1), np.split(h @ recurrent + bias[1], 3, 1)
    z, r = sigmoid(xz + hz), sigmoid(xr + hr)
    return z * h + (1 - z) * np.tanh(xc + r * hc)
