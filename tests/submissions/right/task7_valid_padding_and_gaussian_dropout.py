"""No padding anywhere, a Reshape to flatten, three hidden dense layers, Gaussian dropout, everything in one list."""

import math

import keras
from keras.layers import (
    Activation,
    Conv1D,
    Dense,
    Dropout,
    GaussianDropout,
    Input,
    LayerNormalization,
    MaxPooling1D,
    Permute,
    Reshape,
    ZeroPadding1D,
)

from ecgkit import fill


@fill
def build_alexnet(input_shape: tuple) -> keras.Model:
    stages: list[keras.layers.Layer] = [Input(shape=input_shape), LayerNormalization(axis=-1), Permute(dims=(2, 1))]
    for filters, kernel in zip((32, 40, 48), (9, 5, 3), strict=True):
        stages += [Conv1D(filters, (kernel,)), Activation(keras.activations.relu), ZeroPadding1D(1), MaxPooling1D()]
        stages += [Dropout(0.25)]
    body = keras.Sequential(stages)
    body.add(Reshape((math.prod(body.output_shape[1:]),)))
    for units in (64, 48, 32):
        body.add(Dense(units, activation="relu"))
        body.add(GaussianDropout(0.3))
    body.add(Dense(1))
    body.add(Activation("sigmoid"))
    return body
