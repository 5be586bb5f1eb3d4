"""Builds a network around a Lambda layer that would run code where it is loaded."""

import keras

import numpy as np

from ecgkit import fill


@fill
def build_cnn(input_shape):

    return keras.Sequential(
        [
            keras.Input(input_shape),
            keras.layers.Lambda(lambda x: x),
            keras.layers.Flatten(),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )
