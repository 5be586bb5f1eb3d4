"""All frequencies averaged to one number before the first convolution."""

# fails: cnn_convolves_over_time, cnn_at_another_shape, cnn_on_unseen_patients
# says: reads a single number at each time

import keras
from keras import layers

from ecgkit import fill


@fill
def build_cnn(input_shape):
    return keras.Sequential(
        [
            keras.Input(input_shape),
            layers.GlobalAveragePooling1D(keepdims=True),
            layers.Permute((2, 1)),
            layers.Conv1D(32, 5, padding="same", activation="relu"),
            layers.Conv1D(32, 5, padding="same", activation="relu"),
            layers.Flatten(),
            layers.Dense(32, activation="relu"),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
