"""The sizes are written out."""

# fails: cnn_at_another_shape
# says: raised ValueError

import keras
from keras import layers

from ecgkit import fill


@fill
def build_cnn(input_shape):
    return keras.Sequential(
        [
            keras.Input(input_shape),
            layers.Reshape((33, 46)),
            layers.Permute((2, 1)),
            layers.Conv1D(16, 5, padding="same", activation="relu"),
            layers.MaxPooling1D(2),
            layers.Conv1D(32, 5, padding="same", activation="relu"),
            layers.MaxPooling1D(2),
            layers.Flatten(),
            layers.Dense(32, activation="relu"),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
