"""The LSTM of task 5."""

# fails: gru_reads_over_time, gru_at_another_shape, gru_on_unseen_patients
# says: is an LSTM; this task asks for a GRU

import keras
from keras import layers

from ecgkit import fill


@fill
def build_gru(input_shape):
    return keras.Sequential(
        [
            keras.Input(input_shape),
            layers.Permute((2, 1)),
            layers.LSTM(16, return_sequences=True),
            layers.Flatten(),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
