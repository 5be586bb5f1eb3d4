"""Channels first, which no CPU can train."""

# fails: cnn_convolves_over_time, cnn_has_a_relu_after_each_convolution, cnn_ends_in_flatten_dense_sigmoid, cnn_at_another_shape, cnn_tells_early_from_late, cnn_on_unseen_patients
# says: cannot train on a CPU

import keras
from keras import layers

from ecgkit import fill


@fill
def build_cnn(input_shape):
    return keras.Sequential(
        [
            keras.Input(input_shape),
            layers.Conv1D(16, 5, activation="relu", data_format="channels_first"),
            layers.Conv1D(32, 5, activation="relu", data_format="channels_first"),
            layers.Flatten(),
            layers.Dense(32, activation="relu"),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
