"""Nested Sequential models, separable convolutions, pooling before the ReLU, the activation of the dense layers apart."""

import keras
from keras import layers

from ecgkit import fill


def features():
    yield layers.Permute((2, 1))
    yield layers.Conv1D(32, 7, padding="causal")
    yield layers.MaxPooling1D(2, padding="same")
    yield layers.ReLU()
    yield layers.Dropout(0.2)
    for filters in (48, 48):
        yield layers.SeparableConv1D(filters, 5, padding="same")
        yield layers.Activation("relu")
    yield layers.MaxPooling1D(2, padding="same")
    yield layers.Dropout(0.2)


def classifier():
    yield layers.Flatten()
    yield layers.Dense(64)
    yield layers.Dropout(0.3)
    yield layers.ReLU()
    yield layers.Dense(32)
    yield layers.ReLU()
    yield layers.Dense(1, activation="sigmoid")


@fill
def build_alexnet(input_shape):
    seen = keras.Sequential([keras.Input(input_shape), *features()])
    judged = keras.Sequential([keras.Input(seen.output_shape[1:]), *classifier()])
    return keras.Sequential([keras.Input(input_shape), seen, judged])
