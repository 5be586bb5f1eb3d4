"""A pooling over all times before the flatten."""

# fails: alexnet_tells_early_from_late, alexnet_on_unseen_patients
# says: it forgets the time

import keras
from keras import layers

from ecgkit import fill


@fill
def build_alexnet(input_shape):
    return keras.Sequential(
        [
            keras.Input(input_shape),
            layers.Permute((2, 1)),
            layers.Conv1D(4, 3, padding="same", activation="relu"),
            layers.MaxPooling1D(2),
            layers.Conv1D(4, 3, padding="same", activation="relu"),
            layers.Conv1D(4, 3, padding="same", activation="relu"),
            layers.MaxPooling1D(input_shape[1] // 2),
            layers.Flatten(),
            layers.Dense(4, activation="relu"),
            layers.Dropout(0.8),
            layers.Dense(2, activation="relu"),
            layers.Dropout(0.8),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
