"""Leaves out the upper half of the frequencies; a shortcut is cropped to what a convolution without padding leaves."""

import keras
from keras import layers

from ecgkit import fill


@fill
def build_cnn(input_shape):
    inputs = keras.Input(input_shape)
    x = layers.Permute((2, 1))(layers.Cropping1D((0, input_shape[0] // 2))(inputs))
    y = layers.Conv1D(16, 5, activation="relu")(x)
    x = layers.Concatenate()([layers.Cropping1D(2)(x), y])
    x = layers.MaxPooling1D(2)(layers.Conv1D(32, 5, activation="relu")(x))
    x = layers.Dense(32, activation="relu")(layers.Dropout(0.4)(layers.Flatten()(x)))
    return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(x))
