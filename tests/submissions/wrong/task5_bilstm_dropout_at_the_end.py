"""A dropout of the probability."""

# fails: bilstm_flattens_and_ends_in_a_probability, bilstm_at_another_shape, bilstm_on_unseen_patients
# says: changes probabilities at random

import keras
from keras import layers

from ecgkit import fill


@fill
def build_bilstm(input_shape):
    return keras.Sequential(
        [
            keras.Input(input_shape),
            layers.Permute((2, 1)),
            layers.Bidirectional(layers.LSTM(16, return_sequences=True)),
            layers.Flatten(),
            layers.Dense(1, activation="sigmoid"),
            layers.Dropout(0.2),
        ]
    )
