"""r multiplies the whole sum of the candidate, which no sentence names."""

# fails: gru_step_of_a_small_example, update_gate_decides_what_is_kept, gru_steps_equal_the_layer
# says: The new h
import numpy as np
from ecgkit import fill


def s(a):
    return 1 / (1 + np.exp(-np.clip(a, -500, 500)))


@fill
def gru_step(x, h, weights):
    W, U, b = weights
    u = h.shape[1]
    gx = x @ W + b[0]
    gh = h @ U + b[1]
    z = s(gx[:, :u] + gh[:, :u])
    r = s(gx[:, u : 2 * u] + gh[:, u : 2 * u])
    n = np.tanh(r * (gx[:, 2 * u :] + gh[:, 2 * u :]))
    return z * h + (1 - z) * n
