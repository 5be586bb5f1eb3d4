"""The equations stand in a cell of one's own, which `keras.layers.RNN` does nothing but call."""

import keras
import numpy as np
from keras import ops

from ecgkit import fill


class Cell(keras.layers.Layer):
    def __init__(self, arrays):
        super().__init__()
        self.arrays = arrays
        self.state_size = arrays[1].shape[0]

    def call(self, x, states, training=None):
        (h,), (W, U, b) = states, self.arrays
        a, c = ops.split(ops.matmul(x, W) + b[0], 3, 1), ops.split(ops.matmul(h, U) + b[1], 3, 1)
        z, r = ops.sigmoid(a[0] + c[0]), ops.sigmoid(a[1] + c[1])
        h = z * h + (1 - z) * ops.tanh(a[2] + r * c[2])
        return h, [h]


@fill
def gru_step(x, h, weights):
    return keras.layers.RNN(Cell(weights))(np.asarray(x)[:, None], initial_state=[ops.convert_to_tensor(h)])
