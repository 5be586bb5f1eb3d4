"""Pools of two that move by one lose a step at the end alone."""

# fails: alexnet_pools_over_time, alexnet_at_another_shape, alexnet_on_unseen_patients
# says: no max pooling over time

import keras
from keras import layers

from ecgkit import fill


@fill
def build_alexnet(input_shape):
    model = keras.Sequential([keras.Input(input_shape), layers.Permute((2, 1))])
    for kernel in (7, 5, 3):
        model.add(layers.Conv1D(16, kernel, padding="same", activation="relu"))
        model.add(layers.MaxPooling1D(2, strides=1))
    model.add(layers.Flatten())
    for _ in range(2):
        model.add(layers.Dense(48, activation="relu"))
        model.add(layers.Dropout(0.4))
    model.add(layers.Dense(1, activation="sigmoid"))
    return model
