"""The recurrence walks along the frequencies."""

# fails: bilstm_reads_over_time, bilstm_at_another_shape, bilstm_on_unseen_patients
# says: recurs over frequency instead of time

import keras
from keras import layers

from ecgkit import fill


@fill
def build_bilstm(input_shape):
    return keras.Sequential(
        [
            keras.Input(input_shape),
            layers.Bidirectional(layers.LSTM(16, return_sequences=True)),
            layers.Flatten(),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
