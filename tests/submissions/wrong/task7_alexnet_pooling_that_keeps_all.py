"""Pools that move by one: every time is still there."""

# fails: alexnet_pools_over_time, alexnet_at_another_shape, alexnet_on_unseen_patients
# says: no max pooling over time

import keras
from keras import layers

from ecgkit import fill


@fill
def build_alexnet(input_shape):
    return keras.Sequential(
        [
            keras.Input(input_shape),
            layers.Permute((2, 1)),
            layers.Conv1D(8, 7, padding="same", activation="relu"),
            layers.MaxPooling1D(3, strides=1, padding="same"),
            layers.Conv1D(8, 5, padding="same", activation="relu"),
            layers.MaxPooling1D(3, strides=1, padding="same"),
            layers.Conv1D(8, 3, padding="same", activation="relu"),
            layers.Flatten(),
            layers.Dense(48, activation="relu"),
            layers.Dropout(0.4),
            layers.Dense(32, activation="relu"),
            layers.Dropout(0.4),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
