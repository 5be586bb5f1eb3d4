"""The step compiled by TensorFlow, with sub-functions; the layer of Keras stands only in the network."""

import keras
import tensorflow as tf

from ecgkit import fill


def gates(x, h, kernel, recurrent, bias):
    given, recalled = tf.matmul(x, kernel) + bias[0], tf.matmul(h, recurrent) + bias[1]
    return tf.split(given, 3, axis=-1), tf.split(recalled, 3, axis=-1)


@tf.function(reduce_retracing=True)
def compiled(x, h, kernel, recurrent, bias):
    given, recalled = gates(x, h, kernel, recurrent, bias)
    z, r = (tf.sigmoid(a + b) for a, b in zip(given[:2], recalled[:2], strict=True))
    return h + (1 - z) * (tf.tanh(given[2] + r * recalled[2]) - h)


@fill
def gru_step(x, h, weights):
    x, h, *arrays = (tf.constant(array) for array in (x, h, *weights))
    return compiled(x, h, *arrays).numpy()


@fill
def build_gru(input_shape):
    cell = keras.layers.GRU(20, return_sequences=True)
    spectrogram = keras.Input(input_shape)
    steps = keras.layers.Permute((2, 1))(keras.layers.LayerNormalization(axis=2)(spectrogram))
    flat = keras.layers.Flatten()(keras.layers.Bidirectional(cell)(steps))
    return keras.Model(spectrogram, keras.layers.Dense(1, activation="sigmoid")(keras.layers.Dropout(0.3)(flat)))
