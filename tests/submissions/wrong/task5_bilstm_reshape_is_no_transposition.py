"""A Reshape where the axes should be swapped."""

# fails: bilstm_reads_over_time, bilstm_at_another_shape, bilstm_on_unseen_patients
# says: A Reshape mixes times and frequencies

import keras
from keras import layers

from ecgkit import fill


@fill
def build_bilstm(input_shape):
    return keras.Sequential(
        [
            keras.Input(input_shape),
            layers.Reshape((input_shape[1], input_shape[0])),
            layers.Bidirectional(layers.LSTM(16, return_sequences=True)),
            layers.Flatten(),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
