"""The usual recipe of a TimeDistributed Flatten before the GRU, and batch normalization before the sigmoid."""

import keras
from keras import layers

from ecgkit import fill


@fill
def build_gru(input_shape):
    return keras.Sequential(
        [
            keras.Input(input_shape),
            layers.Reshape((*input_shape, 1)),
            layers.Permute((2, 1, 3)),
            layers.TimeDistributed(layers.Flatten()),
            layers.GRU(32, return_sequences=True),
            layers.Dropout(0.3),
            layers.Flatten(),
            layers.Dense(1),
            layers.BatchNormalization(),
            layers.Activation("sigmoid"),
        ]
    )
