"""One ReLU and one Dropout layer, made once and called after each convolution: neither has a weight. A ReLU after Flatten."""

import keras
from keras import layers

from ecgkit import fill


@fill
def build_cnn(input_shape):
    relu, drop = layers.ReLU(), layers.Dropout(0.2)
    inputs = keras.Input(input_shape)
    x = layers.Permute((2, 1))(layers.LayerNormalization(axis=2)(inputs))
    x = layers.MaxPooling1D(2)(drop(relu(layers.Conv1D(32, 7, padding="same")(x))))
    x = drop(relu(layers.Conv1D(32, 5, padding="same")(x)))
    x = relu(layers.Flatten()(layers.Conv1D(32, 3, padding="same")(x)))
    x = relu(layers.Dense(16)(x))
    return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(x))
