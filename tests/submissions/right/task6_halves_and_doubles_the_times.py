"""A pooling undone by an UpSampling beside a shortcut, as in a U-Net: it needs an even number of times."""

import keras
from keras import layers

from ecgkit import fill


@fill
def build_cnn(input_shape):
    inputs = keras.Input(input_shape)
    x = layers.Permute((2, 1))(inputs)
    a = layers.Conv1D(16, 5, padding="same", activation="relu")(x)
    b = layers.Conv1D(32, 5, padding="same", activation="relu")(layers.MaxPooling1D(2)(a))
    x = layers.Flatten()(layers.Concatenate()([a, layers.UpSampling1D(2)(b)]))
    x = layers.Dropout(0.4)(layers.Dense(32, activation="relu")(x))
    return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(x))
