"""A Reshape in place of a Flatten, an axis swapped for each direction, a recurrence that begins with zeros, an identity at the end."""

import keras
from keras import layers

from ecgkit import fill


def direction(inputs, backwards):
    swapped = layers.Permute((2, 1))(inputs)
    return layers.LSTM(64, return_sequences=True, go_backwards=backwards, recurrent_initializer="zeros")(swapped)


@fill
def build_bilstm(input_shape):
    inputs = keras.Input(input_shape)
    x = layers.Concatenate()([direction(inputs, False), direction(inputs, True)])
    x = keras.ops.reshape(x, (-1, x.shape[1] * x.shape[2]))
    probability = layers.Dense(1, activation="sigmoid")(layers.Dropout(0.4)(x))
    return keras.Model(inputs, layers.Activation("linear", dtype="float32", name="probability")(probability))
