"""keras.ops, the weights cut into one array a gate, a tensor comes back; a forward and a backward GRU side by side."""

import keras
from keras import layers, ops

from ecgkit import fill


def gate(x, h, weights, number):
    """What input and state give to one of the three blocks."""
    kernel, recurrent, bias = (ops.convert_to_tensor(array) for array in weights)
    units = recurrent.shape[0]
    block = slice(number * units, (number + 1) * units)
    return ops.dot(x, kernel[:, block]) + bias[0, block], ops.dot(h, recurrent[:, block]) + bias[1, block]


@fill
def gru_step(x, h, weights):
    x, h = ops.cast(x, "float32"), ops.cast(h, "float32")
    z = ops.sigmoid(ops.add(*gate(x, h, weights, 0)))
    r = ops.sigmoid(ops.add(*gate(x, h, weights, 1)))
    given, recalled = gate(x, h, weights, 2)
    return ops.where(z > 1, h, z * h + (1 - z) * ops.tanh(given + r * recalled))


@fill
def build_gru(input_shape):
    inputs = layers.Input(input_shape)
    x = layers.LayerNormalization(axis=2)(inputs)
    x = ops.swapaxes(x, 1, 2)
    forward = layers.GRU(16, return_sequences=True)(x)
    backward = layers.GRU(16, return_sequences=True, go_backwards=True)(x)
    x = layers.Flatten()(layers.Concatenate()([forward, backward]))
    x = layers.Dropout(0.3)(x)
    return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(x))
