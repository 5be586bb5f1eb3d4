"""Only the last time step goes on."""

# fails: gru_flattens_and_ends_in_a_probability, gru_at_another_shape, gru_on_unseen_patients
# says: The GRU hands on only its last time step

import keras
from keras import layers

from ecgkit import fill


@fill
def build_gru(input_shape):
    return keras.Sequential(
        [
            keras.Input(input_shape),
            layers.Permute((2, 1)),
            layers.GRU(16),
            layers.Flatten(),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
