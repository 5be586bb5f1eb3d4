"""A layer class of its own."""

# fails: cnn_convolves_over_time, cnn_has_a_relu_after_each_convolution, cnn_ends_in_flatten_dense_sigmoid, cnn_at_another_shape, cnn_tells_early_from_late, cnn_on_unseen_patients
# says: The layer Swap cannot be graded

import keras
from keras import layers

from ecgkit import fill


class Swap(layers.Layer):
    def call(self, x):
        return keras.ops.transpose(x, (0, 2, 1))


@fill
def build_cnn(input_shape):
    return keras.Sequential(
        [
            keras.Input(input_shape),
            Swap(),
            layers.Conv1D(16, 5, padding="same", activation="relu"),
            layers.MaxPooling1D(2),
            layers.Conv1D(32, 5, padding="same", activation="relu"),
            layers.Flatten(),
            layers.Dense(32, activation="relu"),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
