"""The h that comes in counts at the first call alone; then the step goes on from its own."""

# fails: gru_step_at_other_sizes
# says: The new h

import numpy as np
from ecgkit import fill

def s(a):
    return 1 / (1 + np.exp(-a.astype(np.float64)))


@fill
def gru_step(x, h, weights):
    global H
    k, rk, b = weights
    h = H if 'H' in globals() and H.shape == h.shape and h.any() else h
    n = h.shape[1]
    g, c = x @ k + b[0], h @ rk + b[1]
    z, r = s(g[:, :n] + c[:, :n]), s(g[:, n:2 * n] + c[:, n:2 * n])
    cand = np.tanh(g[:, 2 * n:] + r * c[:, 2 * n:])
    H = (z * h + (1 - z) * cand).astype(np.float32)
    return (z * h + (1 - z) * cand).astype(np.float32)
