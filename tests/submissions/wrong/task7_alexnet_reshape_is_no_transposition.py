"""A Reshape where the axes should be swapped."""

# fails: alexnet_convolves_over_time, alexnet_at_another_shape, alexnet_on_unseen_patients
# says: A Reshape mixes times and frequencies

import keras
from keras import layers

from ecgkit import fill


@fill
def build_alexnet(input_shape):
    return keras.Sequential(
        [
            keras.Input(input_shape),
            layers.Reshape((input_shape[1], input_shape[0])),
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
            layers.Dense(1, activation="sigmoid"),
        ]
    )
