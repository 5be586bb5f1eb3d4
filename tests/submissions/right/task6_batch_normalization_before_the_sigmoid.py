"""Batch normalization between each layer and its activation, also before the sigmoid."""

import keras
from keras import layers

from ecgkit import fill


def block(x, units, activation):
    x = layers.BatchNormalization()(layers.Dense(units)(x))
    return layers.Activation(activation)(x)


@fill
def build_cnn(input_shape):
    inputs = keras.Input(input_shape)
    x = layers.Permute((2, 1))(inputs)
    for filters in (16, 32):
        x = layers.BatchNormalization()(layers.Conv1D(filters, 5, padding="same")(x))
        x = layers.MaxPooling1D(2)(layers.Activation("relu")(x))
    x = block(layers.Flatten()(x), 32, "relu")
    return keras.Model(inputs, block(x, 1, "sigmoid"))
