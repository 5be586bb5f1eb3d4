"""z and 1 - z swapped, and r before the product."""

# fails: gru_step_of_a_small_example, update_gate_decides_what_is_kept, gru_steps_equal_the_layer
# says: These are the equations of other books, in two places
import matplotlib.pyplot as plt
import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, MEANINGS, NORMAL_SYMBOL, fill, stubs


def sg(a):
    return 1 / (1 + np.exp(-a))


@fill
def gru_step(x, h, weights):
    K, U, b = weights
    u = h.shape[1]
    gx, gh = x @ K + b[0], h @ U + b[1]
    z, r = sg(gx[:, :u] + gh[:, :u]), sg(gx[:, u : 2 * u] + gh[:, u : 2 * u])
    c = np.tanh(gx[:, 2 * u :] + (r * h) @ U[:, 2 * u :] + b[1, 2 * u :])
    return (1 - z) * h + z * c
