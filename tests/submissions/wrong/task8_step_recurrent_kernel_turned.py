"""The recurrent kernel is transposed."""

# fails: gru_step_of_a_small_example, gru_steps_equal_the_layer
# says: The recurrent kernel is transposed
import matplotlib.pyplot as plt
import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, MEANINGS, NORMAL_SYMBOL, fill, stubs


def sg(a):
    return 1 / (1 + np.exp(-a))


@fill
def gru_step(x, h, weights):
    K, U, b = weights
    u = h.shape[1]
    gx = x @ K + b[0]
    gh = np.concatenate([h @ U[:, i * u : (i + 1) * u].T for i in range(3)], axis=1) + b[1]
    z, r = sg(gx[:, :u] + gh[:, :u]), sg(gx[:, u : 2 * u] + gh[:, u : 2 * u])
    c = np.tanh(gx[:, 2 * u :] + r * gh[:, 2 * u :])
    return z * h + (1 - z) * c
