"""Kernels of one: no convolution sees more than one time."""

# fails: cnn_convolves_over_time, cnn_at_another_shape, cnn_on_unseen_patients
# says: kernel_size=1

import keras
from keras import layers

from ecgkit import fill


@fill
def build_cnn(input_shape):
    return keras.Sequential(
        [
            keras.Input(input_shape),
            layers.Permute((2, 1)),
            layers.Conv1D(16, 1, activation="relu"),
            layers.Conv1D(32, 1, activation="relu"),
            layers.Flatten(),
            layers.Dense(32, activation="relu"),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
