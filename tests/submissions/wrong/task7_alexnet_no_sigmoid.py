"""No activation at the end."""

# fails: alexnet_ends_in_three_dense_layers, alexnet_at_another_shape, alexnet_tells_early_from_late, alexnet_on_unseen_patients
# says: without a sigmoid

import keras
from keras import layers

from ecgkit import fill


@fill
def build_alexnet(input_shape):
    return keras.Sequential(
        [
            keras.Input(input_shape),
            layers.Permute((2, 1)),
            layers.Conv1D(16, 7, padding="same", activation="relu"),
            layers.MaxPooling1D(2),
            layers.Conv1D(24, 5, padding="same", activation="relu"),
            layers.MaxPooling1D(2),
            layers.Conv1D(32, 3, padding="same", activation="relu"),
            layers.MaxPooling1D(2),
            layers.Flatten(),
            layers.Dense(48, activation="relu"),
            layers.Dropout(0.4),
            layers.Dense(32, activation="relu"),
            layers.Dropout(0.4),
            layers.Dense(1),
        ]
    )
