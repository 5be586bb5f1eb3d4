"""The equations are those of the older Keras that TensorFlow brings along."""

# fails: gru_step_of_a_small_example, update_gate_decides_what_is_kept, gru_steps_equal_the_layer, gru_step_at_other_sizes, gru_step_of_large_inputs, gru_step_leaves_its_inputs_alone
# says: calls a recurrent layer of Keras
import numpy as np
import tensorflow as tf
from tensorflow.python.keras.layers.recurrent import GRUCell

from ecgkit import fill


@fill
def gru_step(x, h, weights):
    cell = GRUCell(h.shape[1], reset_after=True, recurrent_activation="sigmoid")
    cell.build((None, x.shape[1]))
    cell.set_weights([np.asarray(array) for array in weights])
    return cell(tf.constant(x), [tf.constant(h)])[0].numpy()
