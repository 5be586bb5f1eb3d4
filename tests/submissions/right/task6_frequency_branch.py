"""A branch that slides over the frequencies beside two convolutions over time, which a gate that begins with zeros scales."""

import keras
from keras import layers

from ecgkit import fill


@fill
def build_cnn(input_shape):
    inputs = keras.Input(input_shape)
    t = layers.Permute((2, 1))(inputs)
    for _ in range(2):
        t = layers.MaxPooling1D(2)(layers.Conv1D(32, 5, padding="same", activation="relu")(t))
    gate = layers.GlobalAveragePooling1D(keepdims=True)(t)
    gate = layers.Dense(32, activation="sigmoid", kernel_initializer="zeros")(gate)
    t = layers.Multiply()([t, gate])
    f = layers.Conv1D(8, 3, padding="same", activation="relu")(inputs)
    x = layers.Concatenate()([layers.Flatten()(t), layers.Flatten()(f)])
    x = layers.Dropout(0.4)(layers.Dense(32, activation="relu")(x))
    return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(x))
