"""A tanh after each convolution."""

# fails: alexnet_has_a_relu_after_each_convolution, alexnet_at_another_shape, alexnet_on_unseen_patients
# says: tanh instead of a ReLU

import keras
from keras import layers

from ecgkit import fill


@fill
def build_alexnet(input_shape):
    return keras.Sequential(
        [
            keras.Input(input_shape),
            layers.Permute((2, 1)),
            layers.Conv1D(16, 7, padding="same", activation="tanh"),
            layers.MaxPooling1D(2),
            layers.Conv1D(24, 5, padding="same", activation="tanh"),
            layers.MaxPooling1D(2),
            layers.Conv1D(32, 3, padding="same", activation="tanh"),
            layers.MaxPooling1D(2),
            layers.Flatten(),
            layers.Dense(48, activation="relu"),
            layers.Dropout(0.4),
            layers.Dense(32, activation="relu"),
            layers.Dropout(0.4),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
