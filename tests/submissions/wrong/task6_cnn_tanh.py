"""A tanh after each convolution."""

# fails: cnn_has_a_relu_after_each_convolution, cnn_at_another_shape, cnn_on_unseen_patients
# says: tanh instead of a ReLU

import keras
from keras import layers

from ecgkit import fill


@fill
def build_cnn(input_shape):
    return keras.Sequential(
        [
            keras.Input(input_shape),
            layers.Permute((2, 1)),
            layers.Conv1D(16, 5, padding="same", activation="tanh"),
            layers.Conv1D(32, 5, padding="same", activation="tanh"),
            layers.Flatten(),
            layers.Dense(32, activation="relu"),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
