"""The hard sigmoid of Keras 1 and 2."""

# fails: gru_step_of_a_small_example, gru_steps_equal_the_layer
# says: The gates z and r go through a hard sigmoid
import matplotlib.pyplot as plt
import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, MEANINGS, NORMAL_SYMBOL, fill, stubs


def sg(a):
    return np.clip(0.2 * a + 0.5, 0, 1)


@fill
def gru_step(x, h, weights):
    K, U, b = weights
    u = h.shape[1]
    gx, gh = x @ K + b[0], h @ U + b[1]
    z, r = sg(gx[:, :u] + gh[:, :u]), sg(gx[:, u : 2 * u] + gh[:, u : 2 * u])
    c = np.tanh(gx[:, 2 * u :] + r * gh[:, 2 * u :])
    return z * h + (1 - z) * c
