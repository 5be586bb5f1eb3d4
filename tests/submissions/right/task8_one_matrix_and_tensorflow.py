"""TensorFlow under tf.function, one augmented matrix for both gates; the GRU of Cho et al. with the reset before the product."""

import tensorflow as tf

from ecgkit import fill

layers = tf.keras.layers


@tf.function(reduce_retracing=True)
def step(x, h, kernel, recurrent, bias):
    units = tf.shape(h)[1]
    both = tf.concat([x, h, tf.ones_like(x[:, :1])], axis=1)
    matrix = tf.concat([kernel, recurrent, tf.reduce_sum(bias, axis=0, keepdims=True)], axis=0)
    z, r = tf.split(tf.nn.sigmoid(both @ matrix[:, : 2 * units]), 2, axis=1)
    seen = h @ recurrent[:, 2 * units :] + bias[1, 2 * units :]
    candidate = tf.nn.tanh(x @ kernel[:, 2 * units :] + bias[0, 2 * units :] + r * seen)
    return tf.where(tf.equal(z, 1), h, candidate + z * (h - candidate))


@fill
def gru_step(x, h, weights):
    return step(*(tf.constant(array, tf.float32) for array in (x, h, *weights)))


@fill
def build_gru(input_shape):
    frequencies, times = input_shape
    inputs = layers.Input((frequencies, times))
    x = layers.Reshape((frequencies, times, 1))(inputs)
    x = layers.Permute((2, 1, 3))(x)
    x = layers.Reshape((times, frequencies))(x)
    x = layers.Bidirectional(layers.GRU(16, return_sequences=True, reset_after=False), merge_mode="concat")(x)
    x = layers.SpatialDropout1D(0.2)(x)
    x = layers.Reshape((-1,))(x)
    x = layers.Dropout(0.3)(x)
    return tf.keras.Model(inputs, layers.Dense(1, activation="sigmoid")(x))
