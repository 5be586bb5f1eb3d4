"""Kernels of one: no convolution sees more than one time."""

# fails: alexnet_convolves_over_time, alexnet_at_another_shape, alexnet_on_unseen_patients
# says: kernel_size=1

import keras
from keras import layers

from ecgkit import fill


@fill
def build_alexnet(input_shape):
    return keras.Sequential(
        [
            keras.Input(input_shape),
            layers.Permute((2, 1)),
            layers.Conv1D(16, 1, padding="same", activation="relu"),
            layers.MaxPooling1D(2),
            layers.Conv1D(24, 1, padding="same", activation="relu"),
            layers.MaxPooling1D(2),
            layers.Conv1D(32, 1, padding="same", activation="relu"),
            layers.MaxPooling1D(2),
            layers.Flatten(),
            layers.Dense(48, activation="relu"),
            layers.Dropout(0.4),
            layers.Dense(32, activation="relu"),
            layers.Dropout(0.4),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
