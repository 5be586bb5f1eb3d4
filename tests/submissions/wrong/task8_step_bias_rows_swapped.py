"""The first bias goes with h, the second with x."""

# fails: gru_step_of_a_small_example, gru_steps_equal_the_layer
# says: The rows of the bias are swapped
import numpy as np
from ecgkit import fill


def s(a):
    return 1 / (1 + np.exp(-np.clip(a, -500, 500)))


@fill
def gru_step(x, h, weights):
    W, U, b = weights
    u = h.shape[1]
    gx = x @ W + b[1]
    gh = h @ U + b[0]
    z = s(gx[:, :u] + gh[:, :u])
    r = s(gx[:, u : 2 * u] + gh[:, u : 2 * u])
    n = np.tanh(gx[:, 2 * u :] + r * gh[:, 2 * u :])
    return z * h + (1 - z) * n
