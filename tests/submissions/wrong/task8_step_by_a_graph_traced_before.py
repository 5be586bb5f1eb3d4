"""The cell of Keras is traced as a graph before, for every number of units."""

# fails: gru_step_of_a_small_example, update_gate_decides_what_is_kept, gru_steps_equal_the_layer, gru_step_at_other_sizes, gru_step_of_large_inputs, gru_step_leaves_its_inputs_alone
# says: or a graph that is traced
import keras
import numpy as np
import tensorflow as tf

from ecgkit import fill


def graph_of(units):
    cell = keras.layers.GRUCell(units)
    cell.build((None, 1))

    def step(x, h, kernel, recurrent_kernel, bias):
        for name, value in (("kernel", kernel), ("recurrent_kernel", recurrent_kernel), ("bias", bias)):
            object.__setattr__(cell, name, value)
        return cell.call(x, [h])[0]

    shapes = (None, None), (None, units), (None, 3 * units), (units, 3 * units), (2, 3 * units)
    return tf.function(step, autograph=False).get_concrete_function(*(tf.TensorSpec(shape) for shape in shapes))


graphs = {units: graph_of(units) for units in range(1, 8)}


@fill
def gru_step(x, h, weights):
    return graphs[h.shape[1]](*(tf.constant(np.asarray(array, np.float32)) for array in (x, h, *weights))).numpy()
