"""Functional, ReLU layers after batch normalization, a shortcut around a convolution."""

import keras
from keras import layers

from ecgkit import fill


def block(x, filters):
    x = layers.Conv1D(filters, 7, padding="same", use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    return layers.ReLU()(x)


@fill
def build_cnn(input_shape):
    inputs = keras.Input(input_shape)
    x = keras.ops.swapaxes(inputs, 1, 2)
    x = block(x, 24)
    x = layers.MaxPooling1D(2)(x)
    y = layers.Conv1D(24, 3, padding="same")(x)
    x = keras.ops.relu(layers.Add()([x, y]))
    x = layers.Dropout(0.4)(x)
    x = layers.Flatten()(x)
    x = layers.Dense(24, activation="relu")(x)
    x = layers.Dropout(0.4)(x)
    return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(x), name="mine")
