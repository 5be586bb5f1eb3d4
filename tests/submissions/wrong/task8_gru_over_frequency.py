"""The axes are not swapped."""

# fails: gru_reads_over_time, gru_at_another_shape, gru_on_unseen_patients
# says: recurs over frequency

import keras
from keras import layers

from ecgkit import fill


@fill
def build_gru(input_shape):
    return keras.Sequential(
        [
            keras.Input(input_shape),
            layers.GRU(16, return_sequences=True),
            layers.Flatten(),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
