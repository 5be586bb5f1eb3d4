"""No equations: the layer of Keras over one time step."""

# fails: gru_step_of_a_small_example, update_gate_decides_what_is_kept, gru_steps_equal_the_layer, gru_step_at_other_sizes, gru_step_of_large_inputs, gru_step_leaves_its_inputs_alone
# says: calls a recurrent layer of Keras

import keras
import numpy as np

from ecgkit import fill


@fill
def gru_step(x, h, weights):
    layer = keras.layers.GRU(h.shape[1])
    layer.build((None, 1, x.shape[1]))
    layer.set_weights(weights)
    return np.asarray(layer(x[:, np.newaxis], initial_state=keras.ops.convert_to_tensor(h)))
