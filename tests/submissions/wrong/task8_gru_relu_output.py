"""A ReLU at the end."""

# fails: gru_flattens_and_ends_in_a_probability, gru_at_another_shape, gru_on_unseen_patients
# says: activation relu

import keras
from keras import layers

from ecgkit import fill


@fill
def build_gru(input_shape):
    return keras.Sequential(
        [
            keras.Input(input_shape),
            layers.Permute((2, 1)),
            layers.GRU(16, return_sequences=True),
            layers.Flatten(),
            layers.Dense(1, activation="relu"),
        ]
    )
