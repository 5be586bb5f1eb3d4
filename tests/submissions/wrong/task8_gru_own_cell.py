"""A cell of its own, without gates, that has the name of a built-in one."""

# fails: gru_reads_over_time, gru_flattens_and_ends_in_a_probability, gru_at_another_shape, gru_on_unseen_patients
# says: RNN with this cell

import keras
from keras import layers, ops

from ecgkit import fill


class GRUCell(layers.Layer):
    def __init__(self, units):
        super().__init__()
        self.units = units
        self.state_size = units

    def build(self, shape):
        self.kernel = self.add_weight(shape=(shape[-1], self.units), name="kernel")
        self.recurrent = self.add_weight(shape=(self.units, self.units), name="recurrent_kernel")

    def call(self, x, states):
        h = ops.tanh(ops.matmul(x, self.kernel) + ops.matmul(states[0], self.recurrent))
        return h, [h]


@fill
def build_gru(input_shape):
    return keras.Sequential(
        [
            keras.Input(input_shape),
            layers.Permute((2, 1)),
            layers.RNN(GRUCell(32), return_sequences=True),
            layers.Dropout(0.3),
            layers.Flatten(),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
