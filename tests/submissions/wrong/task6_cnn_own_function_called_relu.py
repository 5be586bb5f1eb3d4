"""A function of its own that has the name of a built-in one."""

# fails: cnn_convolves_over_time, cnn_has_a_relu_after_each_convolution, cnn_ends_in_flatten_dense_sigmoid, cnn_at_another_shape, cnn_tells_early_from_late, cnn_on_unseen_patients
# says: must be a built-in one

import keras
from keras import layers, ops

from ecgkit import fill


def relu(x):
    return ops.maximum(x, 0.1 * x)


@fill
def build_cnn(input_shape):
    return keras.Sequential(
        [
            keras.Input(input_shape),
            layers.Permute((2, 1)),
            layers.Conv1D(32, 5, padding="same", activation=relu),
            layers.MaxPooling1D(2),
            layers.Conv1D(32, 5, padding="same", activation=relu),
            layers.Flatten(),
            layers.Dense(32, activation=relu),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
