"""The gates go through a hard sigmoid."""

# fails: gru_step_of_a_small_example, gru_steps_equal_the_layer
# says: The gates z and r go through a hard sigmoid
import numpy as np
from ecgkit import fill


def s(a):
    return np.clip(a / 6 + 0.5, 0, 1)


@fill
def gru_step(x, h, weights):
    W, U, b = weights
    u = h.shape[1]
    gx = x @ W + b[0]
    gh = h @ U + b[1]
    z = s(gx[:, :u] + gh[:, :u])
    r = s(gx[:, u : 2 * u] + gh[:, u : 2 * u])
    n = np.tanh(gx[:, 2 * u :] + r * gh[:, 2 * u :])
    return z * h + (1 - z) * n
