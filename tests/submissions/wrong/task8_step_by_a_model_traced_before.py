"""A model with the layer of Keras, compiled to a graph while the notebook's cells run."""

# fails: gru_step_of_a_small_example, update_gate_decides_what_is_kept, gru_steps_equal_the_layer, gru_step_at_other_sizes, gru_step_of_large_inputs, gru_step_leaves_its_inputs_alone
# says: calls a recurrent layer of Keras

import keras
import numpy as np

from ecgkit import fill


def model_for(features, units):
    x, h = keras.Input((1, features)), keras.Input((units,))
    model = keras.Model([x, h], keras.layers.GRU(units)(x, initial_state=h))
    model.predict([np.zeros((2, 1, features)), np.zeros((2, units))], verbose=0)
    return model


models = {sizes: model_for(*sizes) for sizes in ((3, 2), (1, 3), (5, 4), (1, 1), (4, 2), (1, 6), (2, 7), (3, 1))}


@fill
def gru_step(x, h, weights):
    model = models[x.shape[1], h.shape[1]]
    model.set_weights(weights)
    return model.predict([x[:, np.newaxis], h], verbose=0)
