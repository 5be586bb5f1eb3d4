"""Two directions by hand, each with its own normalization and dropout."""

import keras
from keras import layers

from ecgkit import fill


def direction(x, backwards):
    x = layers.LayerNormalization()(layers.Permute((2, 1))(x))
    return layers.LSTM(32, return_sequences=True, go_backwards=backwards)(layers.Dropout(0.2)(x))


@fill
def build_bilstm(input_shape):
    inputs = keras.Input(input_shape)
    x = layers.Concatenate()([direction(inputs, False), direction(inputs, True)])
    x = layers.Dropout(0.3)(layers.Flatten()(x))
    return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(x))
