"""A ReLU before the sigmoid: never below one half."""

# fails: cnn_ends_in_flatten_dense_sigmoid, cnn_at_another_shape, cnn_tells_early_from_late, cnn_on_unseen_patients
# says: before the sigmoid

import keras
from keras import layers

from ecgkit import fill


@fill
def build_cnn(input_shape):
    return keras.Sequential(
        [
            keras.Input(input_shape),
            layers.Permute((2, 1)),
            layers.Conv1D(16, 5, padding="same", activation="relu"),
            layers.MaxPooling1D(2),
            layers.Conv1D(32, 5, padding="same", activation="relu"),
            layers.Flatten(),
            layers.Dense(32, activation="relu"),
            layers.Dense(1, activation="relu"),
            layers.Activation("sigmoid"),
        ]
    )
